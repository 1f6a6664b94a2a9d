"""Tables of pandas, polars and pyarrow in and out; Arrow is what stands between."""

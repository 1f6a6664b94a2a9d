// graphql-js looks at it when it is loaded, and without it checks every value against every other copy of itself.
process.env.NODE_ENV ??= 'production';

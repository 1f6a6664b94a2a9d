# syntax=docker/dockerfile:1

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
COPY packages/console/package.json packages/console/
COPY packages/embedded-postgres/package.json packages/embedded-postgres/
# The sources, which the prepare script would build, come with the next layer.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
COPY packages/console/package.json packages/console/
COPY packages/embedded-postgres/package.json packages/embedded-postgres/
# Without the prepare script: it needs the compiler, which is not part of this stage.
RUN npm pkg delete scripts.prepare && npm ci --omit=dev

FROM node:22-slim
# Others reach 0.0.0.0, so a key is needed: `docker exec <container> node dist/main.js keys create --role OWNER`.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 ACCESS=required HEADWATER_DATA_DIR=/var/lib/headwater
WORKDIR /app
# Only where DATABASE_URL is not set: the embedded PostgreSQL keeps its data there.
RUN install --directory --owner=node --group=node /var/lib/headwater
VOLUME /var/lib/headwater
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist dist
COPY --from=build /app/docs/openapi.yml docs/
COPY --from=build /app/schema/operations schema/operations
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
CMD ["serve"]

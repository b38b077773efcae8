# One image for all services; the command chooses which. Without a command: everything in one process, on the database
# that DATABASE_URL names. There is no PostgreSQL in the image, and no file in it can be written by the user it runs as.
#
#   docker build -t clemency .
#   docker run --rm clemency node dist/apps/recorder/src/main.js

FROM node:24-slim AS build
WORKDIR /clemency
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY libs ./libs
COPY apps ./apps
# The optional packages are the embedded PostgreSQL's programs, which a container finds at DATABASE_URL instead.
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /clemency
COPY --from=build /clemency/package.json ./
COPY --from=build /clemency/node_modules ./node_modules
COPY --from=build /clemency/dist ./dist
# What a service keeps, such as audit its keys, lies here: the only place that is its own.
RUN install -d -o node -g node -m 0700 /var/lib/clemency
# Made by the base image, with no rights beyond its home; nothing else of the above is its own.
USER node
EXPOSE 3000
CMD ["node", "dist/apps/clemency/src/main.js", "start"]

# The site as an image: built with the SDK and Node, run by the ASP.NET runtime as a user without rights. Fonts are part of the site's own files.
FROM node:20.19.5-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0.100-noble AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /city
COPY . .
RUN dotnet publish src/Batumi.Workflows.Web -c Release -o /out && cp -r workflows /out/workflows

FROM mcr.microsoft.com/dotnet/aspnet:10.0.0-noble
# curl asks whether the site is ready; PostgreSQL's tools are for the command backup.
RUN apt-get update && apt-get install -y --no-install-recommends curl postgresql-client && rm -rf /var/lib/apt/lists/* \
    && install -d -o $APP_UID -g $APP_UID -m 700 /data /keys
WORKDIR /app
COPY --from=build /out .
ENV ASPNETCORE_HTTP_PORTS=8080 Data__Folder=/data Keys__Folder=/keys
VOLUME ["/data", "/keys"]
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD curl -fsS http://127.0.0.1:8080/health/ready
ENTRYPOINT ["dotnet", "Batumi.Workflows.Web.dll"]

# syntax=docker/dockerfile:1
# An image with plan403 and nothing else. It reads the JSON of plans: a saved
# plan file needs terraform, which is not in it.
FROM --platform=$BUILDPLATFORM golang:1.26.8 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
ARG VERSION= COMMIT=
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X main.version=$VERSION -X main.commit=$COMMIT" -o /plan403 .
RUN go run -C tools ./notices >/NOTICES

FROM scratch
COPY --from=build /plan403 /NOTICES /src/LICENSE /
# Not root, and no name for the user is needed.
USER 65534:65534
WORKDIR /plans
ENTRYPOINT ["/plan403"]

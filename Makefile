# Slipway's own tasks. 'make help' lists them.

# One set of build flags everywhere, so that packages are compiled once.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath

EXAMPLE  := examples/enterprise/platform.yaml
PROGRAMS := kube kwok coredns metrics-server argocd helm kustomize gatekeeper flux-source-controller flux-kustomize-controller
# What the linker needs; the sources are looked up by make, not by a list here.
SOURCES  := $(shell git ls-files '*.go' go.mod go.sum 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help up down build programs test lint generate verify templates oracle golden bench deps clean

help: ## list the tasks
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: deps build ## run the example platform on this machine: real Kubernetes, real Argo CD
	bin/slipway up $(EXAMPLE)

down: build ## stop the example platform and remove all it made
	bin/slipway down --purge $(EXAMPLE)

build: bin/slipway bin/slipway-full ## build bin/slipway, and bin/slipway-full, which it hands over to

bin/slipway: $(SOURCES)
	go build -tags front -o $@ ./cmd/slipway

bin/slipway-full: $(SOURCES)
	go build -o $@ ./cmd/slipway

programs: build ## build Kubernetes and the controllers into the cache (minutes, once)
	bin/slipway programs $(PROGRAMS)

test: deps build programs ## run the whole test suite
	SLIPWAY_TEST_PROGRAMS="$$(bin/slipway programs --dir kube)" go test -timeout 25m ./...
	cd distro && go test ./...

lint: ## vet, staticcheck and formatting
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "not formatted: run gofmt -w"; exit 1; }
	go vet ./...
	go vet -tags front ./cmd/slipway
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

generate: ## write the schema, the references and the upstream manifests anew
	go generate ./...

verify: ## check that what is generated is current, go.mod is tidy and imports keep their rules
	scripts/verify

templates: ## check every CloudFormation template against the published resource specification
	scripts/validate-templates

oracle: ## compare what we predict is replaced with @aws-cdk/cloudformation-diff, over every template
	scripts/oracle

golden: ## rewrite the expected results of golden tests; review the difference
	go test ./catalog/addons ./compile ./blueprint ./preview ./workload -update

bench: deps build programs ## measure, each figure against something in the same run
	SLIPWAY_TEST_PROGRAMS="$$(bin/slipway programs --dir kube)" scripts/bench

deps: ## install what the machine lacks (git, redis-server) where root, else say what to install
	@scripts/deps

clean: ## remove what was built here; the cache of programs stays
	rm -rf bin out

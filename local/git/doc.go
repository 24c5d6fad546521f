// Package git serves folders of this machine as the Git repositories that a
// blueprint names by their real remote URL, so that Argo CD Applications
// (nested ones too) and Flux GitRepositories work offline and unchanged.
//
// A [Mirror] turns a folder, or a clone, into a bare repository; a [Watcher]
// says when it may have changed; a [Server] serves all of them over smart
// HTTP; a [Proxy] answers for the real host names; a [Notifier] sends
// GitHub-format push events. [Service] is all of it, and what a daemon mounts.
//
// It must not write into a served folder, accept pushes, listen anywhere but
// on 127.0.0.1, or read the user's own git configuration: that could run
// hooks, rewrite URLs or ask for passwords.
//
// # What makes Argo CD's repo-server use it (v3.5.3, read in its source)
//
// Two paths reach a repository, and both must agree. ls-remote is go-git with
// util/git.GetRepoHTTPClient; fetch and checkout are the git command.
//
//   - Proxy: ls-remote uses http.ProxyFromEnvironment (util/proxy.GetCallback),
//     the command inherits the process's environment, both unless the
//     repository's Secret sets its own proxy. So HTTPS_PROXY, HTTP_PROXY and
//     NO_PROXY of the repo-server process are enough; libcurl reads http_proxy
//     in lower case only, so set both cases.
//   - Trust: when the file $ARGOCD_TLS_DATA_PATH/<host> exists (host without
//     port, spelled as in repoURL; the path absolute and clean, no slash at
//     the end), go-git takes exactly its certificates as roots and the command
//     gets GIT_SSL_CAINFO=<that file>. So one file a mapped host, holding our
//     CA, is enough for BOTH paths and touches no other host. [Service] keeps
//     these files in StateDir/tls and puts the variable into [Environment].
//   - SSL_CERT_FILE and SSL_CERT_DIR only reach the go-git path: Debian's git
//     is linked to libcurl-gnutls, which reads neither. GIT_SSL_CAINFO in the
//     process's environment would work for the command, but replaces the roots
//     of every other host.
//   - GIT_CONFIG_COUNT of the process is overwritten by Argo's builtin git
//     configuration, unless ARGOCD_REPO_SERVER_ENABLE_BUILTIN_GIT_CONFIG=false.
//     go-git never reads it, so insteadOf cannot help ls-remote: ssh URLs do
//     not work in Argo CD without a real ssh server.
//   - Of a 502 go-git shows the status alone ([Service.Missing] has the reason);
//     of a refused CONNECT it shows the status line, which holds the reason.
//   - The push webhook matches repository.html_url against repoURL with the
//     user, port and ".git" optional, so html_url is sent without ".git" and,
//     for ssh URLs, as https. Its commits[].added/modified/removed feed the
//     manifest-generate-paths annotation, so they must be complete.
//
// # What makes Flux use it (source-controller v1.9.3, fluxcd/pkg/git v0.52.0)
//
//   - Only go-git, over a clone of http.DefaultTransport: HTTPS_PROXY and
//     NO_PROXY of the process hold, unless spec.proxySecretRef is set.
//   - Trust: SSL_CERT_FILE or SSL_CERT_DIR of the process (Linux; Go on macOS
//     asks the keychain instead), or ca.crt in the Secret of spec.secretRef,
//     which is added to the system's roots. [Environment] sets SSL_CERT_DIR to
//     our folder plus the usual system ones, so the system's bundle still
//     counts.
package git

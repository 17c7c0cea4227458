// Variables of the environment that decide what a program loads or runs, or with whom it speaks, whatever its command line says.

import { namesOf, nameTest } from './name-patterns.ts';

/** The dynamic linker, the shells and what a name on the command line stands for. */
const starting = namesOf(`
  LD_* DYLD_* GCONV_PATH PATH IFS ENV BASH_ENV BASH_FUNC_* SHELL SHELLOPTS BASHOPTS PS4 PROMPT_COMMAND CDPATH
  ZDOTDIR FPATH HOME XDG_* TMPDIR LOCPATH
`);
/** Languages. */
const languages = namesOf(`
  NODE_* NPM_CONFIG_* npm_config_* PYTHON* PIP_* PERL* RUBY* GEM_* BUNDLE_* JAVA* _JAVA_OPTIONS JDK_JAVA_OPTIONS
  CLASSPATH MAVEN_* GRADLE_* PHP* LUA_* GO* CARGO_* RUST* DOTNET_* CORECLR_* CC CXX CFLAGS LDFLAGS MAKEFLAGS
  TCLLIBPATH R_* ERL_* ELIXIR_* JULIA_* GUILE_* OCAML* MONO_*
`);
/** Programs that start others, and files that tell them what. */
const tools = namesOf(`
  GIT_* SSH_* SUDO_* EDITOR VISUAL PAGER MANPAGER LESS* BROWSER TERMINFO* AWS_CONFIG_FILE
  AWS_SHARED_CREDENTIALS_FILE KUBECONFIG DOCKER_* HELM_* TF_* ANSIBLE_* CLOUDSDK_* AZURE_* PG* MYSQL_*
  REDISCLI_* PSQLRC PSQL_* RSYNC_* GH_* GLAB_* SYSTEMD_* KUBE_* KUBECTL_* GTK_* QT_* VAULT_* CONSUL_* NOMAD_*
  HG* SVN_* CVS_RSH MAILCAPS VIMINIT EXINIT EMACS* LYNX_* W3M_* MORE DELTA_* BAT_* FZF_* DIFF* SYSSCREENRC SCREENRC
`);
/** With whom it speaks, and whom it believes. */
const speaking = namesOf(`
  CURL_* WGETRC OPENSSL_* SSL_* AWS_ENDPOINT_URL* AWS_CA_BUNDLE REQUESTS_CA_BUNDLE
`);
/** As programs read them: case matters, but for proxies. */
const isKnown = nameTest([...starting, ...languages, ...tools, ...speaking]);
const isProxy = nameTest(namesOf('http_proxy https_proxy all_proxy ftp_proxy no_proxy'), 'i');

/** Whether a program may load, run or ask something else because of this variable. */
export function changesPrograms(name: string): boolean {
  return isKnown(name) || isProxy(name);
}

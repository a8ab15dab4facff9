#!/usr/bin/env bash
# The behaviour that the official PostgreSQL image documents, written anew:
# an empty data directory is initialised from POSTGRES_*, a filled one is left alone, and the server runs as `postgres`.
set -euo pipefail

main() {
  [[ ${1:-} != -* ]] || set -- postgres "$@"
  if [[ ${1:-} == postgres ]] && ! asks_only "$@"; then
    [[ $(id -u) != 0 ]] || become_postgres "$@"
    prepare_directories
    read_settings
    if [[ -s $PGDATA/PG_VERSION ]]; then
      printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
    else
      initialise "$@"
      printf '\nPostgreSQL init process complete; ready for start up.\n\n'
    fi
  fi
  exec "$@"
}

# Whether the server is only asked for its version or its options.
asks_only() {
  local argument
  for argument; do
    case $argument in -'?' | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

become_postgres() {
  prepare_directories
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
  exec su-exec postgres "${BASH_SOURCE[0]}" "$@"
}

prepare_directories() {
  mkdir -p "$PGDATA" /var/run/postgresql || true
  chmod 00700 "$PGDATA" || true
  chmod 03775 /var/run/postgresql || true
}

read_settings() {
  setting_from_file POSTGRES_PASSWORD ''
  setting_from_file POSTGRES_USER postgres
  setting_from_file POSTGRES_DB "$POSTGRES_USER"
  setting_from_file POSTGRES_INITDB_ARGS ''
  export POSTGRES_HOST_AUTH_METHOD=${POSTGRES_HOST_AUTH_METHOD:-}
}

# setting_from_file NAME DEFAULT: NAME, or what the file that NAME_FILE names holds, or the default.
setting_from_file() {
  local name=$1 file=${1}_FILE value=$2
  if [[ -n ${!name:-} && -n ${!file:-} ]]; then
    printf >&2 'error: both %s and %s are set (but are exclusive)\n' "$name" "$file"
    exit 1
  fi
  if [[ -n ${!name:-} ]]; then
    value=${!name}
  elif [[ -n ${!file:-} ]]; then
    value=$(<"${!file}")
  fi
  export "$name=$value"
  unset "$file"
}

initialise() {
  require_password
  # Before anything is made, so that a folder that cannot be read fails early.
  ls /docker-entrypoint-initdb.d/ >/dev/null
  make_cluster
  allow_hosts
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  start_temporary_server "$@"
  create_database
  run_init_scripts /docker-entrypoint-initdb.d/*
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
}

require_password() {
  if [[ -z $POSTGRES_PASSWORD && $POSTGRES_HOST_AUTH_METHOD != trust ]]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
TEXT
    exit 1
  fi
  if [[ $POSTGRES_HOST_AUTH_METHOD == trust ]]; then
    cat >&2 <<'TEXT'
********************************************************************************
WARNING: POSTGRES_HOST_AUTH_METHOD has been set to "trust". This will allow
         anyone with access to the Postgres port to access your database without
         a password, even if POSTGRES_PASSWORD is set. See PostgreSQL
         documentation about "trust":
         https://www.postgresql.org/docs/current/auth-trust.html
         In Docker's default configuration, this is effectively any other
         container on the same system.

         It is not recommended to use POSTGRES_HOST_AUTH_METHOD=trust. Replace
         it with "-e POSTGRES_PASSWORD=password" instead to set a password in
         "docker run".
********************************************************************************
TEXT
  fi
}

# initdb writes its own socket folder (/tmp) over the sample's, unless told.
make_cluster() {
  local arguments=()
  # The documentation lets this one variable hold several arguments with quotes among them.
  eval "arguments=($POSTGRES_INITDB_ARGS)"
  [[ -z ${POSTGRES_INITDB_WALDIR:-} ]] || arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
  initdb --pgdata "$PGDATA" --username "$POSTGRES_USER" --pwfile <(printf '%s\n' "$POSTGRES_PASSWORD") \
    --set unix_socket_directories=/var/run/postgresql "${arguments[@]}"
}

# On 127.0.0.1 initdb's own lines trust everybody; from elsewhere the password is asked for.
allow_hosts() {
  local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -D "$PGDATA" -C password_encryption)}
  {
    printf '\n'
    [[ $method != trust ]] || printf '# warning trust is enabled for all connections\n# see https://www.postgresql.org/docs/16/auth-trust.html\n'
    printf 'host all all all %s\n' "$method"
  } >>"$PGDATA/pg_hba.conf"
}

# It listens on the socket alone: nobody reaches a half-made database over the network.
start_temporary_server() {
  local options="-c listen_addresses='' -p ${PGPORT:-5432}"
  [[ ${1:-} != postgres ]] || shift
  (($# == 0)) || options="$(printf '%q ' "$@")$options"
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -w start -o "$options"
}

create_database() {
  if [[ -z $(POSTGRES_DB= process_sql --dbname postgres --set "db=$POSTGRES_DB" --tuples-only \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db';") ]]; then
    POSTGRES_DB= process_sql --dbname postgres --set "db=$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
    printf '\n'
  fi
}

process_sql() {
  local database=()
  [[ -z $POSTGRES_DB ]] || database=(--dbname "$POSTGRES_DB")
  PGHOST= PGHOSTADDR= psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc \
    --host /var/run/postgresql "${database[@]}" "$@"
}

run_init_scripts() {
  local file
  printf '\n'
  for file; do
    case $file in
      *.sh) run_shell_script "$file" ;;
      *.sql) announce running "$file"; process_sql --file "$file"; printf '\n' ;;
      *.sql.gz) announce running "$file"; gunzip --stdout "$file" | process_sql; printf '\n' ;;
      *.sql.xz) announce running "$file"; xzcat "$file" | process_sql; printf '\n' ;;
      *.sql.zst) announce running "$file"; zstd --decompress --stdout "$file" | process_sql; printf '\n' ;;
      *) announce ignoring "$file" ;;
    esac
    printf '\n'
  done
}

# Sourced when not executable, as documented: such a script may set variables for those after it.
run_shell_script() {
  if [[ -x $1 ]]; then
    announce running "$1"
    "$1"
  else
    announce sourcing "$1"
    # A script written for the official image may read variables that nobody set.
    set +u
    . "$1"
    set -u
  fi
}

announce() { printf '%s: %s %s\n' "$0" "$1" "$2"; }

main "$@"

# How this machine reaches its package registries, for the builds inside the lab.

# certificate_bundle: the certificates that this machine trusts.
certificate_bundle() {
  local file
  for file in "${PIP_CERT:-}" "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt; do
    if [[ -n $file && -s $file ]]; then
      cat "$file"
      return 0
    fi
  done
  fail "no bundle of certificates was found; run apt-get install ca-certificates"
}

# pip_settings: a pip.conf for the image. Folders of wheels on this machine are left out: a build cannot see them.
pip_settings() {
  local key value
  printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n'
  for key in index-url extra-index-url trusted-host timeout default-timeout; do
    value=$(pip_setting "$key")
    [[ -z $value ]] || printf '%s = %s\n' "${key#default-}" "$(paste -sd' ' <<<"$value")"
  done | sort -u
  printf 'disable-pip-version-check = true\n'
}

# The environment first, then pip's own files, as pip reads them.
pip_setting() {
  local variable=PIP_${1^^}
  variable=${variable//-/_}
  if [[ -n ${!variable:-} ]]; then
    printf '%s\n' "${!variable}"
  else
    python3 -m pip config get "global.$1" 2>/dev/null || true
  fi
}

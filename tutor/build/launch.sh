#!/usr/bin/env sh
':' //; if [ -n "$NODE_EXTRA_CA_CERTS" ]; then export TUTOR_KEPT_CA_CERTS="$NODE_EXTRA_CA_CERTS"; unset NODE_EXTRA_CA_CERTS; fi; exec node "$0" "$@"

# Loads the parts of the lab, the places first: the others are told in their terms.

lab_parts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/parts
source "$lab_parts/places.sh"
for part in "$lab_parts"/*.sh; do
  [[ $part == */places.sh ]] || source "$part"
done

# The official image knows site-packages alone. With Debian's dist-packages in sight, a wrong COPY would work.
import sys

sys.path[:] = [folder for folder in sys.path if not folder.endswith("dist-packages")]

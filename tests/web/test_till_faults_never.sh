# What a till never does, sentence by sentence: scanning whatever has the focus, Esc, Del, sounds, the change, the strip, a printer that is away.
cd "$(dirname "$0")/../.." || exit 1
. tests/web/faults.sh
faults_room 20
faults_serve || exit 1
faults_run tests/web/till_faults_never.mjs "$room/papers"

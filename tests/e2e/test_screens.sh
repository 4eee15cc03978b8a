# What customers see, and recalls, against the real daemon in Chromium: two tills, their second screens, the page of a lot.
. tests/e2e/daemon.sh
command -v node >/dev/null || { echo "0 passed, 0 failed"; exit 0; }
sh tests/web/modules.sh || exit 1
daemon_room 40 || exit 1
daemon_user haiban 1357 cashier || exit 1
daemon_start --public-url https://ocop.example.vn --usb no --virtual-scanner "$room/v" --scanner "till=Q1 serial=virtual use=check" || exit 1
shots=${OCOP_SHOTS:-$room/shots}
mkdir -p "$shots"
OCOP_POS=$OCOP_POS node tests/e2e/screens.mjs "$port" "$shots" "$daemon" "$room" >"$room/node.out" 2>&1
code=$?
grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$room/node.out"
wait "$daemon" 2>/dev/null # the pages killed it, to see what they say then
daemon=
passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/node.out" | tail -n 1) + 0))
failed=$((failed + $(sed -n 's/.*passed, \([0-9]*\) failed$/\1/p' "$room/node.out" | tail -n 1) + 0))
grep -qE '^[0-9]+ passed, [0-9]+ failed$' "$room/node.out" || { failed=$((failed + 1)); echo "FAIL: the pages did not end"; }
"$OCOP_POS" verify --book "$room/book" >"$room/verify.out" 2>&1 || { failed=$((failed + 1)); cat "$room/verify.out"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$code" -eq 0 ]

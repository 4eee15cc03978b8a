# VietQR at the till: the real daemon, real Chromium, and a bank of ours that posts webhooks as SePay and payOS sign them.
cd "$(dirname "$0")/../.." || exit 1
OCOP_POS=${OCOP_POS:-$PWD/build/debug/ocop-pos}
. tests/e2e/daemon.sh
sh tests/web/modules.sh || exit 1
daemon_room 3 || exit 1
# The services' own published keys.
(umask 077 && printf 'whsec_a7c3b4e5f6a7b8c9d0e1f2a3b4c5d6e7\n' >"$room/sepay.key" && printf '1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675\n' >"$room/payos.key")
cp "$room/sepay.key" "$room/open.key" && chmod 644 "$room/open.key"
check "a key that everybody may read is refused" sh -c "! '$OCOP_POS' serve --book '$room/book' --port 0 --socket '$room/s' --sepay-key-file '$room/open.key'"
node tests/web/bank.mjs "$OCOP_POS" "$room" >"$room/node.out" 2>&1 || failed=$((failed + 1))
grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$room/node.out"
passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/node.out" | tail -n 1) + 0))
failed=$((failed + $(sed -n 's/.*passed, \([0-9]*\) failed$/\1/p' "$room/node.out" | tail -n 1) + 0))
check "the book is whole" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

/* A QR code drawn from its path: black on white whatever the look, with the quiet zone that readers want. */
const QUIET = 4;

export interface Qr { path: string; side: number }

export function QrCode({ qr, label }: { qr: Qr; label: string }) {
	const size = qr.side + 2 * QUIET;
	return (
		<svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
			<rect x={-QUIET} y={-QUIET} width={size} height={size} fill="#fff" />
			<path d={qr.path} fill="#000" />
		</svg>
	);
}

/* The icons in use, by their names in lucide-static; build.mjs puts exactly these into the pages. */

export const icons = [
	'arrow-down', 'arrow-left', 'arrow-right-left', 'arrow-up', 'award', 'badge-percent', 'ban', 'banknote', 'boxes',
	'calculator', 'check', 'chevron-right', 'circle-check', 'circle-help', 'clipboard-list', 'clock', 'credit-card',
	'delete', 'download', 'file-text', 'gift', 'graduation-cap', 'hand-coins', 'house', 'id-card', 'info', 'keyboard', 'landmark',
	'languages', 'list', 'list-plus', 'lock', 'log-out', 'menu', 'octagon-x', 'package', 'package-plus', 'pause', 'pencil',
	'plus', 'printer', 'printer-check', 'qr-code', 'receipt', 'scan-barcode', 'search', 'shield-check', 'smartphone',
	'star', 'store', 'ticket', 'trash-2', 'triangle-alert', 'truck', 'undo-2', 'upload', 'user', 'user-cog', 'users',
	'wallet', 'wifi-off', 'x',
] as const;

export type IconName = (typeof icons)[number];

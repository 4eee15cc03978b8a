/* The icons in use, by their names in lucide-static; build.mjs puts exactly these into icons.svg. */

export const icons = [
	'ban', 'banknote', 'check', 'circle-check', 'circle-help', 'clock', 'delete', 'hand-coins', 'info', 'keyboard', 
	'languages', 'list', 'log-out', 'octagon-x', 'package', 'pause', 'plus', 'printer', 'printer-check',
	'receipt', 'scan-barcode', 'search', 'smartphone', 'star', 'store', 'trash-2', 'triangle-alert', 'undo-2',
	'user', 'wallet', 'wifi-off', 'x',
	'arrow-left', 'arrow-right-left', 'award', 'boxes', 'calculator', 'chevron-right', 'download', 'file-text', 'house', 'menu',
	'package-plus', 'pencil', 'shield-check', 'upload', 'user-cog', 'users',
	'credit-card',
	'badge-percent', 'gift', 'list-plus', 'ticket',
	'credit-card', 'arrow-up', 'arrow-down',
	'clipboard-list',
	'truck',
] as const;

export type IconName = (typeof icons)[number];

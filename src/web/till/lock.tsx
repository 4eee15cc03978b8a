/* The lock by hand, and the badge of whoever goes on: lib/signin.tsx draws it. What was scanned with a scanner in keyboard mode
 * meanwhile goes into the ticket when the same person is back. */
import { lock, onUnlocked, readBadge } from '../lib/signin';
import { t } from '../lib/words';
import { scanned } from './state/lines';
import { tell } from './state/shell';
import type { Feature } from './state/tables';

onUnlocked((codes, isSame) => {
	if (isSame) for (const code of codes) scanned(code, false);
	else tell('look', t('lock.not_hers', { count: codes.length }), 'attention');
});

export const locking: Feature = {
	keys: [{ id: 'lock', key: 'x', shown: 'X', word: 'lock.now', run: () => lock() }],
	buttons: [{ id: 'lock', rank: 96, word: 'lock.now', icon: 'lock', keyId: 'lock', run: () => lock() }],
	scan(code) {
		const badge = readBadge(code);
		if (badge) lock(badge);
		return badge !== null;
	},
	scanned(kind, thing) {
		if (kind === 'staff') lock(thing);
		return kind === 'staff';
	},
};

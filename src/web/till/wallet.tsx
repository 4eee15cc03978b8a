/* The ways that the house has named: wallets, card terminals, accounts. Each is seen by eye, with its number where it has one. */
import { signal } from '@preact/signals';
import { t } from '../lib/words';
import { partKey, referenceChars, WayPanel } from './paypanel';
import { askedNow, startPayMode, takePay } from './state/pay';
import { entry, tell } from './state/shell';
import type { Feature } from './state/tables';
import { loadWays, named, type HouseWay } from './state/ways';

const at = signal<HouseWay | null>(null);

function done(): void {
	const row = at.value;
	if (!row) return;
	if (row.needs_reference && !entry.value) return tell('look', t('named.needs', { way: row.name }), 'attention');
	takePay({ way: row.way, row: row.code, amount: askedNow.value, given: null, reference: entry.value || null });
}
named.make = (row, rank) => ({
	id: `${row.way}:${row.code}`, way: row.way, rank, word: 'named.way', text: row.name, icon: row.way === 'card' ? 'credit-card' : row.way === 'wallet' ? 'wallet' : 'smartphone',
	start: () => {
		at.value = row;
		startPayMode('named');
	},
});

export const wallet: Feature = {
	modes: {
		named: {
			label: () => t(at.value?.needs_reference ? 'named.reference' : 'named.reference_maybe'), takes: referenceChars, key: partKey, enter: done,
			panel: () => <WayPanel label={at.value?.name ?? ''} icon="smartphone" how={t('named.how')} done={t('named.done')} onDone={done} />,
		},
	},
	events: { pay_ways: () => void loadWays() },
};

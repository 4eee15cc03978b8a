/* COD: the carrier collects. Which carrier, then the parcel's number. */
import { signal } from '@preact/signals';
import { get, query } from '../lib/api';
import { t } from '../lib/words';
import type { Debtor } from './account';
import { partKey, WayPanel } from './paypanel';
import { Pick } from './pick';
import { askedNow, startPayMode, takePay } from './state/pay';
import { back, entry, mode, tell } from './state/shell';
import type { Feature } from './state/tables';

const at = signal<Debtor | null>(null);
const find = (words: string) => get<{ debtors: Debtor[] }>('/cod/carriers' + query({ q: words })).then((answer) => answer.debtors);

function start(): void {
	at.value = null;
	startPayMode('cod');
	/* A shop with one carrier is not asked. */
	if (mode.value === 'cod') void find('').then((rows) => { if (mode.value === 'cod' && rows.length === 1) at.value = rows[0]!; }).catch(() => undefined);
}
function done(): void {
	if (!at.value) return tell('look', t('cod.who'), 'attention');
	if (!entry.value) return tell('look', t('cod.parcel_needed'), 'attention');
	takePay({ way: 'cod', amount: askedNow.value, given: null, reference: entry.value.toUpperCase(), party_id: at.value.party_id });
}
function Panel() {
	const now = at.value;
	return (
		<WayPanel label={t('cod.takes')} icon="package" done={t('cod.done')} onDone={done} mayPart={now !== null} {...(!now && { how: t('cod.who') })}>
			{now && <><p class="said"><strong>{now.name}</strong></p><p class="said">{t('cod.how')}</p></>}
		</WayPanel>
	);
}
function Who() {
	if (at.value) return null;
	return <Pick label={t('cod.find')} ask={find} keyOf={(row) => row.party_id} show={(row) => row.name} onPick={(row) => { at.value = row; }} none={t('cod.none')} />;
}

export const carrier: Feature = {
	modes: {
		cod: {
			label: () => t('cod.entry'), takes: /^[0-9a-z]$|^000$/i, show: (text) => text.toUpperCase(), enter: done, ask: Who, panel: Panel,
			leave: () => { if (mode.value !== 'part') at.value = null; },
			scan: (code) => {
				if (!at.value || !/^[0-9A-Z-]{4,40}$/i.test(code)) return false;
				takePay({ way: 'cod', amount: askedNow.value, given: null, reference: code.toUpperCase(), party_id: at.value.party_id });
				return true;
			},
			key: (key) => {
				if (key !== 'back' || entry.value) return at.value !== null && partKey(key);
				if (at.value) at.value = null;
				else back();
				return true;
			},
		},
	},
	pays: [{ id: 'cod', way: 'cod', rank: 14, word: 'cod.way', icon: 'package', start }],
};

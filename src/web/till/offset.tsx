/* A producer takes goods against what the shop owes it. Which contract; then a second person. */
import { signal } from '@preact/signals';
import { get, query } from '../lib/api';
import { money } from '../lib/money';
import { t } from '../lib/words';
import { partKey, WayPanel } from './paypanel';
import { Pick } from './pick';
import { askedNow, startPayMode, takePay } from './state/pay';
import { back, mode, tell } from './state/shell';
import type { Feature } from './state/tables';

interface Row { party_id: string; party_name: string; contract_id: string; contract_number: string; owed: number | null }
const at = signal<Row | null>(null);
const find = (words: string) => get<{ contracts: Row[] }>('/offsets' + query({ q: words })).then((answer) => answer.contracts);

function done(): void {
	const now = at.value;
	if (!now) return tell('look', t('offset.who'), 'attention');
	takePay({ way: 'offset', amount: askedNow.value, given: null, reference: null, party_id: now.party_id, source_id: now.contract_id });
}
function Panel() {
	const now = at.value;
	return (
		<WayPanel label={t('offset.takes')} icon="arrow-right-left" done={t('offset.done')} onDone={done} mayPart={now !== null} {...(!now && { how: t('offset.who') })}>
			{now && <>
				<p class="said"><strong>{now.party_name}</strong> {now.contract_number}</p>
				<p class="said">{now.owed === null ? t('offset.second') : t('offset.owed', { owed: money(now.owed) })}</p>
			</>}
		</WayPanel>
	);
}
function Who() {
	if (at.value) return null;
	return <Pick label={t('offset.find')} ask={find} keyOf={(row) => row.contract_id} show={(row) => row.party_name} more={(row) => row.contract_number} side={(row) => row.owed !== null && money(row.owed)} onPick={(row) => { at.value = row; }} none={t('offset.none')} />;
}

export const offset: Feature = {
	modes: {
		offset: {
			label: () => t('offset.entry'), enter: done, ask: Who, panel: Panel, leave: () => { if (mode.value !== 'part') at.value = null; },
			key: (key) => {
				if (key !== 'back') return at.value !== null && partKey(key);
				if (at.value) at.value = null;
				else back();
				return true;
			},
		},
	},
	pays: [{ id: 'offset', way: 'offset', rank: 15, word: 'offset.way', icon: 'arrow-right-left', says: () => t('offset.way'), start: () => { at.value = null; startPayMode('offset'); } }],
};

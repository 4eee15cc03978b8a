/* The drawer opened without a sale: one key and the digit of a reason. */
import { post } from '../lib/api';
import { newId } from '../lib/id';
import { Button } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { till, tillId } from './state/cart';
import { back, startMode, tell, tellError } from './state/shell';
import type { Feature } from './state/tables';

const REASONS: Word[] = ['drawer.reason1', 'drawer.reason2', 'drawer.reason3', 'drawer.reason4'];

async function openDrawer(n: number): Promise<void> {
	back();
	try {
		await post<object>('/cash-moves', { id: newId(), till_id: tillId.value, amount: 0, reason: t(REASONS[n - 1]!) });
		tell('good', t('shift.drawer_done'));
	} catch (error) {
		tellError(error);
	}
}
function digit(key: string): boolean {
	if (key < '1' || key > String(REASONS.length) || key.length !== 1) return false;
	void openDrawer(Number(key));
	return true;
}
function Reasons() {
	return (
		<div class="ask" role="group" aria-label={t('drawer.title')}>
			<p class="why">{t('drawer.lead')}</p>
			<div class="reasons">
				{REASONS.map((word, i) => <button key={word} type="button" class="choice" onClick={() => void openDrawer(i + 1)}><kbd>{i + 1}</kbd><span class="name">{t(word)}</span></button>)}
			</div>
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}

export const drawer: Feature = {
	modes: { drawer: { label: () => t('entry.drawer'), key: digit, ask: Reasons } },
	keys: [{ id: 'drawer', key: 'k', shown: 'K', word: 'drawer.key', run: () => startMode('drawer'), isSellOnly: true }],
	buttons: [{ id: 'drawer', rank: 80, word: 'drawer.title', icon: 'wallet', keyId: 'drawer', isOff: () => !till.value?.shift, run: () => startMode('drawer') }],
};

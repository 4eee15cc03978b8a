/* A transfer that the cashier saw with her own eyes, and a card on its own terminal: each with its reference. */
import { t } from '../lib/words';
import { partKey, referenceChars, WayPanel } from './paypanel';
import { askedNow, startPayMode, startWay, takePay } from './state/pay';
import { entry } from './state/shell';
import type { Feature, PayRow } from './state/tables';

const done = (way: 'transfer' | 'card') => takePay({ way, amount: askedNow.value, given: null, reference: entry.value || null });

const seen: PayRow = { id: 'transfer', way: 'transfer', rank: 3, word: 'tender.transfer', icon: 'smartphone', keyId: 'transfer', start: () => startPayMode('transfer') };

export const transfer: Feature = {
	modes: {
		transfer: {
			label: () => t('entry.transfer'), takes: referenceChars, key: partKey, enter: () => done('transfer'),
			panel: () => <WayPanel label={t('tender.transfer_due')} icon="smartphone" how={t('tender.transfer_how')} done={t('tender.transfer_seen')} onDone={() => done('transfer')} />,
		},
		card: {
			label: () => t('entry.card'), takes: referenceChars, key: partKey, enter: () => done('card'),
			panel: () => <WayPanel label={t('tender.card_due')} icon="credit-card" how={t('tender.card_how')} done={t('tender.card_done')} onDone={() => done('card')} />,
		},
	},
	keys: [{ id: 'transfer', key: 'F7', shown: 'F7', word: 'key.transfer', run: () => startWay(seen), isSellOnly: true }],
	pays: [
		seen,
		{ id: 'card', way: 'card', rank: 10, word: 'way.card', icon: 'credit-card', start: () => startPayMode('card') },
	],
};

/* A copy of a receipt in another language, or without prices for whom the goods are a present. */
import { useState } from 'preact/hooks';
import { post } from '../lib/api';
import { langNames, langs, type Lang } from '../lib/guest';
import type { SaleHead } from '../lib/types';
import { Button, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { tell, tellError } from './state/shell';

export function Copies({ sale, onDone }: { sale: SaleHead; onDone: () => void }) {
	const [lang, setLang] = useState<Lang>('en');
	const [busy, setBusy] = useState(false);
	function print(isGift: boolean): void {
		setBusy(true);
		post<{ copy: number }>(`/sales/${sale.id}/copies`, { lang, is_gift: isGift })
			.then(({ copy }) => { tell('good', t('copies.done', { copy })); onDone(); }).catch(tellError).finally(() => setBusy(false));
	}
	return (
		<div class="copies" role="group" aria-label={t('copies.title')}>
			<Segments label={t('copies.lang')} value={lang} onPick={setLang} options={langs.map((value) => ({ value, text: langNames[value] }))} />
			<Button icon="printer" disabled={busy} onClick={() => print(false)}>{t('copies.print')}</Button>
			<Button icon="printer" disabled={busy || sale.is_return} onClick={() => print(true)}>{t('copies.gift')}</Button>
		</div>
	);
}

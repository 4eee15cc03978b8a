/* Today's sales: look one up, print it again (a numbered copy), take goods back from it. */
import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../lib/api';
import { money } from '../lib/money';
import { clock, day } from '../lib/time';
import type { PrintState, SaleHead } from '../lib/types';
import { Button, Table } from '../lib/ui';
import { t } from '../lib/words';
import { viewKeys } from './commands';
import { openReceipt, printAgain, tell, till, view } from './state';

const SHOWN_MAX = 50;

function printWord(state: PrintState): string {
	switch (state) {
	case 'done': return t('print.done');
	case 'printing': return t('print.printing');
	case 'waiting': return t('print.waiting');
	case 'failed': return t('print.failed');
	case 'unknown': return t('print.unknown');
	}
}

export function Sales() {
	const [rows, setRows] = useState<SaleHead[] | null>(null);
	const [isMore, setMore] = useState(false);
	const [picked, setPicked] = useState<string | null>(null);
	const at = rows?.find((row) => row.id === picked);

	function load(before: string | null): void {
		get<{ sales: SaleHead[] }>('/sales' + query({ day: till.value?.shift?.business_day, before, limit: SHOWN_MAX })).then((answer) => {
			setRows((had) => (before ? [...(had ?? []), ...answer.sales] : answer.sales));
			setMore(answer.sales.length === SHOWN_MAX);
			if (!before) setPicked(answer.sales[0]?.id ?? null);
		}).catch((error: Error) => tell('stop', error.message));
	}
	useEffect(() => load(null), []);
	function again(): void {
		if (at) void printAgain(at.id, at.print_state).then(() => load(null));
	}
	function giveBack(): void {
		if (!at) return;
		openReceipt.value = at.receipt;
		view.value = 'return';
	}
	useEffect(() => {
		viewKeys.handle = (key) => {
			const i = rows?.findIndex((row) => row.id === picked) ?? -1;
			const next = key === 'ArrowDown' ? rows?.[i + 1] : key === 'ArrowUp' ? rows?.[i - 1] : undefined;
			if (next) setPicked(next.id);
			if (key === 'Enter') again();
			return key === 'Enter' || key.startsWith('Arrow');
		};
		return () => { viewKeys.handle = null; };
	});
	return (
		<section class="sheet" aria-labelledby="sales-title">
			<div class="head">
				<h1 id="sales-title">{t('sales.title')}</h1>
				<Button icon="printer-check" hint="Enter" disabled={!at} onClick={again}>{t('print.button')}</Button>
				<Button icon="undo-2" disabled={!at || at.is_return} onClick={giveBack}>{t('menu.return')}</Button>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="scroll" tabIndex={0}>
				{rows && <Table label={t('sales.title')} rows={rows} keyOf={(row) => row.id} picked={picked} onPick={(row) => setPicked(row.id)} empty={t('sales.empty')} columns={[
					{ title: t('sales.receipt'), cell: (row) => row.receipt },
					{ title: t('sales.at'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
					{ title: t('sales.kind'), cell: (row) => (row.is_return ? t('sales.return') : t('sales.sale')) },
					{ title: t('strip.cashier'), cell: (row) => row.staff_name },
					{ title: t('print.receipt'), cell: (row) => printWord(row.print_state) },
					{ title: t('sales.total'), cell: (row) => money(row.total), isNumber: true },
				]} />}
				{isMore && rows && <Button onClick={() => load(rows[rows.length - 1]!.id)}>{t('more')}</Button>}
			</div>
		</section>
	);
}

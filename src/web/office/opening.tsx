/* What was taken over from an older book (import "opening"): to be compared with the signed document. */
import { figures, money, quantity } from '../lib/money';
import { dayText } from '../lib/time';
import { useLoad } from './load';
import { Head, Rows, Wait } from './parts';
import type { OpeningReport } from './types';
import { w, wordOf } from './words';

export function Opening() {
	const report = useLoad<OpeningReport>('/opening');
	return (
		<>
			<Head title={w('opening.title')} lead={w('opening.lead')} up={{ href: '#/data', text: w('menu.data') }} />
			<Wait of={report}>{(data) => (data.contracts.length + data.balances.length + data.series.length + data.lots_count + data.months_count === 0
				? <div class="empty"><p>{w('opening.none')}</p></div>
				: <Report data={data} />)}</Wait>
		</>
	);
}

function Report({ data }: { data: OpeningReport }) {
	const sums = [
		...(data.contracts.length ? [{ name: w('opening.owed_sum'), count: data.contracts.length, amount: data.owed }] : []),
		...data.sums.map((row) => ({ name: wordOf('balance', row.what), count: row.count, amount: row.amount })),
		...(data.months_count ? [{ name: w('opening.months', { count: figures(data.months_count) }), count: data.months_count, amount: data.months_amount }] : []),
	];
	return (
		<>
			<section class="part">
				<h2>{w('opening.sums')}</h2>
				<p>{w('opening.lots', { count: figures(data.lots_count), quantity: quantity(data.lots_milli) })}</p>
				<Rows label={w('opening.sums')} rows={sums} keyOf={(row) => row.name} cols={[
					{ title: w('opening.what'), isMain: true, cell: (row) => row.name },
					{ title: w('opening.count'), isNumber: true, cell: (row) => figures(row.count) },
					{ title: w('payout.amount'), isNumber: true, cell: (row) => <strong>{money(row.amount)}</strong> },
				]} />
			</section>
			{data.contracts.length > 0 && <section class="part"><h2>{w('opening.contracts')}</h2><Rows label={w('opening.contracts')} rows={data.contracts} keyOf={(row) => row.contract_number} cols={[
				{ title: w('opening.who'), isMain: true, cell: (row) => <>{row.party_name}<span class="under">{row.contract_number}</span></> },
				{ title: w('opening.owed'), isNumber: true, cell: (row) => money(row.owed) },
				{ title: w('opening.tier'), isNumber: true, cell: (row) => money(row.tier_sales) },
			]} /></section>}
			{data.balances.length > 0 && <section class="part"><h2>{w('opening.balances')}</h2><Rows label={w('opening.balances')} rows={data.balances.map((row, n) => ({ ...row, n }))} keyOf={(row) => String(row.n)} cols={[
				{ title: w('opening.what'), isMain: true, cell: (row) => <>{wordOf('balance', row.what)}<span class="under">{row.name}</span></> },
				{ title: w('opening.paper'), cell: (row) => row.label },
				{ title: w('opening.due'), cell: (row) => row.due_day && dayText(row.due_day) },
				{ title: w('payout.amount'), isNumber: true, cell: (row) => money(row.amount) },
			]} /></section>}
			{data.series.length > 0 && <section class="part"><h2>{w('opening.series')}</h2><Rows label={w('opening.series')} rows={data.series} keyOf={(row) => row.what + row.name} cols={[
				{ title: w('opening.what'), isMain: true, cell: (row) => <>{wordOf('series', row.what)}<span class="under">{row.name}</span></> },
				{ title: w('opening.last'), isNumber: true, cell: (row) => figures(row.last) },
			]} /></section>}
		</>
	);
}

/* A statement as form 01-BH has it (Circular 99/2025): columns 1 to 7, II to VI, then what stands behind column 2, and the
 * identities it proves. */
import { money, figures, quantity } from '../lib/money';
import { dayText } from '../lib/time';
import { Icon } from '../lib/ui';
import type { Statement } from './types';
import { w } from './words';

export function StatementView({ data }: { data: Statement }) {
	const part = (name: 'IV' | 'V') => data.lines.filter((line) => line.part === name);
	const behind = data.items.filter((item) => item.sent_back_milli || item.lost_house_milli || item.lost_producer_milli || item.counted_milli || item.moved_milli || item.returned_milli);
	return (
		<article class="statement" aria-labelledby="bh">
			<header>
				<div><strong>{data.operator_name}</strong></div>
				<div class="form-name"><strong>{w('bh.form')}</strong>{data.is_draft && <span class="stamp">{w('bh.draft')}</span>}</div>
			</header>
			<h2 id="bh">{w('bh.title')}</h2>
			<p>{w('bh.ground', { number: data.contract_number, version: data.version, name: data.consignor_name, from: dayText(data.from_day), to: dayText(data.to_day) })}</p>
			{data.forced_reason && <p class="soft">{w('bh.forced', { reason: data.forced_reason })}</p>}
			<div class="scroll-x" tabIndex={0} role="region" aria-label={w('bh.goods')}>
				<table class="bh">
					<caption>{w('bh.goods')}</caption>
					<thead>
						<tr><th scope="col" rowSpan={2}>{w('bh.name')}</th><th scope="col" rowSpan={2}>{w('bh.unit')}</th><th scope="col" rowSpan={2} class="number">{w('bh.c1')}</th><th scope="col" rowSpan={2} class="number">{w('bh.c2')}</th><th scope="col" rowSpan={2} class="number">{w('bh.c3')}</th><th scope="colgroup" colSpan={3} class="over">{w('bh.sold')}</th><th scope="col" rowSpan={2} class="number">{w('bh.c7')}</th></tr>
						<tr><th scope="col" class="number">{w('bh.c4')}</th><th scope="col" class="number">{w('bh.c5')}</th><th scope="col" class="number">{w('bh.c6')}</th></tr>
						<tr class="marks" aria-hidden="true">{['A', 'B', '1', '2', '3=1+2', '4', '5', '6', '7=3−4'].map((mark) => <td key={mark}>{mark}</td>)}</tr>
					</thead>
					<tbody>{data.items.map((item, n) => {
						const [first, ...others] = item.rows;
						return [
							<tr key={`${n}`}><th scope="row">{n + 1}. {item.name}</th><td>{item.unit}</td><td class="number">{quantity(item.opening_milli)}</td><td class="number">{quantity(item.in_milli)}</td><td class="number">{quantity(item.total_milli)}</td><td class="number">{first ? quantity(first.qty_milli) : '0'}</td><td class="number">{first ? figures(first.price) : ''}</td><td class="number">{first ? figures(first.amount) : '0'}{first && !first.is_exact && <sup>*</sup>}</td><td class="number">{quantity(item.closing_milli)}</td></tr>,
							...others.map((row, i) => <tr key={`${n}-${i}`} class="further"><td colSpan={5}><span class="unseen">{item.name}</span></td><td class="number">{quantity(row.qty_milli)}</td><td class="number">{figures(row.price)}</td><td class="number">{figures(row.amount)}{!row.is_exact && <sup>*</sup>}</td><td /></tr>),
						];
					})}</tbody>
					<tfoot><tr><th scope="row" colSpan={7}>{w('bh.sum')}</th><td class="number">{figures(data.col6)}</td><td /></tr></tfoot>
				</table>
			</div>
			{data.items.some((item) => item.rows.some((row) => !row.is_exact)) && <p class="soft">{w('bh.inexact')}</p>}
			<table class="sums-table" aria-label={w('bh.money')}>
				<tbody>
					<tr><th scope="row">{w('bh.ii')}</th><td class="number">{money(data.owed_before)}</td></tr>
					<tr class="sum"><th scope="row">{w('bh.iii')}</th><td class="number">{money(data.iii)}</td></tr>
					<tr><th scope="row">{w('bh.iv')}</th><td class="number">{money(data.iv)}</td></tr>
					{part('IV').map((line, i) => <tr key={i} class="item"><th scope="row">{line.text}</th><td class="number">{money(line.amount)}</td></tr>)}
					<tr><th scope="row">{w('bh.v')}</th><td class="number">{money(data.v)}</td></tr>
					{part('V').map((line, i) => <tr key={i} class="item"><th scope="row">{line.text}</th><td class="number">{money(line.amount)}</td></tr>)}
					<tr class="sum main"><th scope="row">{w('bh.vi')}</th><td class="number">{money(data.owed_after)}</td></tr>
				</tbody>
			</table>
			<p class="words">{w('bh.words')} {data.words}</p>
			{behind.length > 0 && <details class="behind">
				<summary>{w('bh.annex')}</summary>
				<div class="scroll-x" tabIndex={0} role="region" aria-label={w('bh.annex')}>
					<table class="bh"><thead><tr><th scope="col">{w('bh.name')}</th>{[w('bh.received'), w('bh.back'), w('bh.lost_house'), w('bh.lost_producer'), w('bh.counted'), w('bh.moved'), w('bh.sold_all'), w('bh.returned')].map((title) => <th key={title} scope="col" class="number">{title}</th>)}</tr></thead>
						<tbody>{behind.map((item) => <tr key={item.name}><th scope="row">{item.name}</th>{[item.received_milli, item.sent_back_milli, item.lost_house_milli, item.lost_producer_milli, item.counted_milli, item.moved_milli, item.sold_milli, item.returned_milli].map((milli, i) => <td key={i} class="number">{quantity(milli)}</td>)}</tr>)}</tbody></table>
				</div>
			</details>}
			{data.lates.length > 0 && <section class="lates"><h3>{w('bh.lates')}</h3><ul>{data.lates.map((late) => <li key={late.number}>{w('bh.late', { number: late.number, day: dayText(late.doc_day), text: late.text })}</li>)}</ul></section>}
			<ul class="checks" aria-label={w('bh.proof')}>
				{data.checks.map((check) => <li key={check.text} class={check.is_true ? 'good' : 'stop'}><Icon name={check.is_true ? 'circle-check' : 'octagon-x'} size={20} label={check.is_true ? w('bh.right') : w('bh.wrong')} /> {check.text}</li>)}
				<li class="head-of"><Icon name="shield-check" size={20} /> {w('bh.head')} <code>{data.head}</code></li>
			</ul>
		</article>
	);
}

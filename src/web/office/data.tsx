/* Lists in and out: a file is first tried (nothing changes), its errors are shown by line, then it is taken whole. */
import { useRef, useState } from 'preact/hooks';
import { query } from '../lib/api';
import { newId } from '../lib/id';
import { figures } from '../lib/money';
import { isoToday } from '../lib/time';
import { Button, Icon, Notice } from '../lib/ui';
import { DayField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Opening } from './opening';
import { Head, LinkButton, Rows, tell, Wait } from './parts';
import { route } from './route';
import type { ImportAnswer, ImportKind } from './types';
import { w, wordOf } from './words';

const EXPORTS = ['items', 'prices', 'words', 'parties', 'products', 'certificates', 'contracts', 'intakes', 'stock', 'lots', 'settlements', 'payouts', 'debts', 'cod', 'vouchers'];
const BYTES_MAX = 8 * 1024 * 1024;

export function Data() {
	return route.value.id === 'opening' ? <Opening /> : <Lists />;
}

function Lists() {
	const kinds = useLoad<{ kinds: ImportKind[] }>(mayEdit('contracts') ? '/imports' : null);
	return (
		<>
			<Head title={w('menu.data')} />
			{mayEdit('contracts') && <Wait of={kinds}>{(data) => <Import kinds={data.kinds} />}</Wait>}
			<p><LinkButton icon="file-text" href="#/data/opening">{w('opening.show')}</LinkButton></p>
			<section class="part" aria-labelledby="exports">
				<h2 id="exports">{w('data.exports')}</h2>
				<p class="soft">{w('data.exports_lead')}</p>
				<ul class="downloads">{EXPORTS.map((name) => <li key={name}><span>{wordOf('data', name)}</span>{(['xlsx', 'csv'] as const).map((kind) => <a key={kind} class="button" href={`/api/v1/exports/${name}.${kind}`} download aria-label={`${wordOf('data', name)} ${kind.toUpperCase()}`}><Icon name="download" size={20} /> {kind.toUpperCase()}</a>)}</li>)}</ul>
				{mayEdit('contracts') && <Sales />}
			</section>
		</>
	);
}

/* The lines of a span of days: the one table that has no page of its own here. */
function Sales() {
	const form = useForm({ from: `${isoToday().slice(0, 8)}01` as string | null, to: isoToday() as string | null });
	const asked = query({ from_day: form.values.from, to_day: form.values.to });
	return (
		<form class="fields span" aria-label={wordOf('data', 'sales')} onSubmit={(event) => event.preventDefault()}>
			<h3 class="wide">{wordOf('data', 'sales')}</h3>
			<DayField form={form} name="from_day" label={w('data.from')} value={form.values.from} onChange={(from) => form.set({ from })} />
			<DayField form={form} name="to_day" edge="last" label={w('data.to')} value={form.values.to} onChange={(to) => form.set({ to })} />
			<div class="actions">{(['xlsx', 'csv'] as const).map((kind) => <a key={kind} class="button" href={`/api/v1/exports/sales.${kind}${asked}`} download aria-label={`${wordOf('data', 'sales')} ${kind.toUpperCase()}`}><Icon name="download" size={20} /> {kind.toUpperCase()}</a>)}</div>
		</form>
	);
}

async function sendFile(kind: string, bytes: Blob, isDry: boolean, id: string): Promise<ImportAnswer> {
	const response = await fetch(`/api/v1/imports/${kind}${isDry ? '?dry=1' : ''}`, { method: 'POST', body: bytes, credentials: 'same-origin', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': id } });
	const answer = JSON.parse(await response.text() || '{}') as ImportAnswer & { detail?: string };
	if (!response.ok && !Array.isArray(answer.errors)) throw new Error(answer.detail ?? w('data.failed', { status: response.status }));
	return { rows: answer.rows ?? 0, added: answer.added ?? 0, changed: answer.changed ?? 0, errors: answer.errors ?? [], warnings: answer.warnings ?? [] };
}

function Import({ kinds }: { kinds: ImportKind[] }) {
	const [kind, setKind] = useState<string>((kinds.find((each) => each.kind === route.value.params.kind) ?? kinds[0]!).kind);
	const columns = kinds.find((each) => each.kind === kind)!.columns;
	const [file, setFile] = useState<File | null>(null);
	const [found, setFound] = useState<ImportAnswer | null>(null);
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const id = useRef(newId());
	function restart(): void { setFound(null); setWrong(''); id.current = newId(); }
	async function run(isDry: boolean): Promise<void> {
		if (!file) return setWrong(w('data.file_needed'));
		if (file.size > BYTES_MAX) return setWrong(w('data.too_big'));
		setBusy(true);
		setWrong('');
		try {
			const answer = await sendFile(kind, file, isDry, isDry ? newId() : id.current);
			setFound(answer);
			if (!isDry && answer.errors.length === 0) {
				tell(w('data.done', { rows: figures(answer.rows), added: figures(answer.added), changed: figures(answer.changed) }));
				setFile(null);
				restart();
			}
		} catch (error) {
			setWrong(error instanceof TypeError ? w('data.lost') : error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	const isGood = found !== null && found.errors.length === 0;
	return (
		<section class="part" aria-labelledby="import">
			<h2 id="import">{w('data.import')}</h2>
			<p class="soft">{w('data.import_lead')}</p>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void run(!isGood); }}>
				<div class="field"><label for="import-kind">{w('data.what')}</label><select id="import-kind" value={kind} onChange={(event) => { setKind(event.currentTarget.value); restart(); }}>{kinds.map((each) => <option key={each.kind} value={each.kind} selected={each.kind === kind}>{wordOf('data', each.kind)}</option>)}</select></div>
				<div class="field"><label for="import-file">{w('data.file')}</label><input key={file ? 'has' : 'none'} id="import-file" type="file" accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" onChange={(event) => { const picked = event.currentTarget.files?.[0]; if (picked) setFile(picked); restart(); }} />{file && <div class="hint">{file.name}</div>}</div>
				<div class="wide columns"><p class="hint">{w('data.columns', { names: columns.map((each) => each.name + (each.is_required ? '*' : '')).join(', ') })}</p><LinkButton href={`/api/v1/imports/${kind}`} icon="download" isDownload>{w('data.template')}</LinkButton></div>
				<div class="form-end wide">
					<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
					<div role="status">
						{found && (isGood ? <Notice level="good">{w('data.good', { rows: figures(found.rows), added: figures(found.added), changed: figures(found.changed) })}</Notice>
							: <Notice level="stop">{w('data.bad', { count: figures(found.errors.length), rows: figures(found.rows) })}</Notice>)}
					</div>
					<div class="actions"><Button kind="main" type="submit" icon={isGood ? 'check' : 'search'} disabled={isBusy || (found !== null && !isGood)}>{isBusy ? w('data.busy') : isGood ? w('data.take') : w('data.try')}</Button></div>
				</div>
			</form>
			{found && !isGood && <Problems label={w('data.errors')} rows={found.errors} />}
			{found && found.warnings.length > 0 && <><h3>{w('data.warnings')}</h3><Problems label={w('data.warnings')} rows={found.warnings} /></>}
		</section>
	);
}

function Problems({ label, rows }: { label: string; rows: ImportAnswer['errors'] }) {
	return <Rows label={label} rows={rows.slice(0, 200).map((each, n) => ({ ...each, n }))} keyOf={(row) => String(row.n)} cols={[
		{ title: w('data.line'), isNumber: true, cell: (row) => row.line || '' }, { title: w('data.field'), cell: (row) => row.field ?? '' }, { title: w('data.text'), cell: (row) => row.text },
	]} />;
}

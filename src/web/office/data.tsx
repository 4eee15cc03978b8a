/* Lists in and out: a file is first tried (nothing changes), its errors are shown by line, then it is taken whole. */
import { useRef, useState } from 'preact/hooks';
import { newId } from '../lib/id';
import { figures } from '../lib/money';
import { Button, Icon, Notice } from '../lib/ui';
import { mayEdit } from './may';
import { Opening } from './opening';
import { Head, LinkButton, Rows, tell } from './parts';
import { route } from './route';
import type { ImportAnswer } from './types';
import { w, wordOf } from './words';

const IMPORTS = ['parties', 'contracts', 'products', 'items', 'prices', 'opening'] as const;
const EXPORTS = ['items', 'prices', 'parties', 'products', 'certificates', 'contracts', 'intakes', 'stock', 'lots', 'settlements', 'payouts'];
const BYTES_MAX = 8 * 1024 * 1024;

export function Data() {
	if (route.value.id === 'opening') return <Opening />;
	return (
		<>
			<Head title={w('menu.data')} />
			{mayEdit('contracts') && <Import />}
			<p><LinkButton icon="file-text" href="#/data/opening">{w('opening.show')}</LinkButton></p>
			<section class="part" aria-labelledby="exports">
				<h2 id="exports">{w('data.exports')}</h2>
				<p class="soft">{w('data.exports_lead')}</p>
				<ul class="downloads">{EXPORTS.map((name) => <li key={name}><span>{wordOf('data', name)}</span>{(['xlsx', 'csv'] as const).map((kind) => <a key={kind} class="button" href={`/api/v1/exports/${name}.${kind}`} download aria-label={`${wordOf('data', name)} ${kind.toUpperCase()}`}><Icon name="download" size={20} /> {kind.toUpperCase()}</a>)}</li>)}</ul>
			</section>
		</>
	);
}

async function sendFile(kind: string, bytes: Blob, isDry: boolean, id: string): Promise<ImportAnswer> {
	const response = await fetch(`/api/v1/imports/${kind}${isDry ? '?dry=1' : ''}`, { method: 'POST', body: bytes, credentials: 'same-origin', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': id } });
	const answer = JSON.parse(await response.text() || '{}') as ImportAnswer & { detail?: string };
	if (!response.ok && !Array.isArray(answer.errors)) throw new Error(answer.detail ?? w('data.failed', { status: response.status }));
	return { rows: answer.rows ?? 0, added: answer.added ?? 0, changed: answer.changed ?? 0, errors: answer.errors ?? [] };
}

function Import() {
	const asked = IMPORTS.find((each) => each === route.value.params.kind) ?? 'parties';
	const [kind, setKind] = useState<string>(asked);
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
				<div class="field"><label for="import-kind">{w('data.what')}</label><select id="import-kind" value={kind} onChange={(event) => { setKind(event.currentTarget.value); restart(); }}>{IMPORTS.map((value) => <option key={value} value={value} selected={value === kind}>{wordOf('data', value)}</option>)}</select><div class="hint">{wordOf('columns', kind)}</div></div>
				<div class="field"><label for="import-file">{w('data.file')}</label><input key={file ? 'has' : 'none'} id="import-file" type="file" accept=".csv,text/csv" onChange={(event) => { const picked = event.currentTarget.files?.[0]; if (picked) setFile(picked); restart(); }} />{file && <div class="hint">{file.name}</div>}</div>
				<div class="form-end wide">
					<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
					<div role="status">
						{found && (isGood ? <Notice level="good">{w('data.good', { rows: figures(found.rows), added: figures(found.added), changed: figures(found.changed) })}</Notice>
							: <Notice level="stop">{w('data.bad', { count: figures(found.errors.length), rows: figures(found.rows) })}</Notice>)}
					</div>
					<div class="actions"><Button kind="main" type="submit" icon={isGood ? 'check' : 'search'} disabled={isBusy || (found !== null && !isGood)}>{isBusy ? w('data.busy') : isGood ? w('data.take') : w('data.try')}</Button></div>
				</div>
			</form>
			{found && !isGood && <Rows label={w('data.errors')} rows={found.errors.slice(0, 200).map((each, n) => ({ ...each, n }))} keyOf={(row) => String(row.n)} cols={[
				{ title: w('data.line'), isNumber: true, cell: (row) => row.line }, { title: w('data.field'), cell: (row) => row.field }, { title: w('data.text'), cell: (row) => row.text },
			]} />}
		</section>
	);
}

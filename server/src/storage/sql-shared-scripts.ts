import { type Kysely, sql } from 'kysely';
import { BEATS, type BeatKind } from '../domain/beats.js';
import type { ScriptTree, TreeBeat, TreeBeatKind, TreeLayer, TreeMinute } from '../domain/script-tree.js';
import type { SharedScripts, SharedVersion } from '../usecase/shared-scripts.js';
import type { SharedVersionRow, Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** First key of the advisory locks under which texts of a shared script are numbered; the second is a hash of its id. */
const VERSION_LOCK = 0x6d6c_0002;

/** Milliseconds for which the shared tables are taken to be absent before they are looked for again. */
const LOOK_AGAIN_MS = 10_000;

const KINDS: readonly TreeBeatKind[] = ['ACCION', 'DIALOGO', 'DESCRIPCION', 'TRANSICION', 'MONTAJE'];

interface FilmRow {
  readonly id: string;
  readonly titulo: string | null;
  readonly subtitulo: string | null;
  readonly genero: string | null;
  readonly sinopsis: string | null;
  readonly logline: string | null;
  readonly duracion_minutos: number | null;
  readonly target_platform: string | null;
  readonly contexto_cultural: string | null;
  readonly owner_id: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
}

interface BeatRow {
  readonly id: string;
  readonly numero: number | null;
  readonly titulo: string | null;
  readonly contenido: string | null;
  readonly tipo: string | null;
  readonly personajes: string | null;
  readonly emociones: string | null;
  readonly updated_at: string | null;
}

interface MinuteRow {
  readonly numero: number | null;
  readonly titulo: string | null;
  readonly duracion_segundos: number | null;
  readonly tension_nivel: number | null;
  readonly ritmo: string | null;
  readonly updated_at: string | null;
  readonly beats: readonly BeatRow[] | null;
}

interface LayerRow {
  readonly numero: number | null;
  readonly titulo: string | null;
  readonly tipo: string | null;
  readonly blake_snyder_beat: string | null;
  readonly pagina_inicio: number | null;
  readonly pagina_fin: number | null;
  readonly minuto_inicio: number | null;
  readonly minuto_fin: number | null;
  readonly updated_at: string | null;
  readonly minutos: readonly MinuteRow[] | null;
}

/**
 * The shared tables as the dashboard writes them. Only read, and by one statement a script, so that a tree is never seen
 * half changed.
 */
export class SqlSharedScripts implements SharedScripts {
  private present = false;
  private absentUntil = 0;

  /** @param db the engine's own schema. @param schema the schema of the shared tables. */
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly schema: string,
    private readonly now: () => number,
  ) {}

  find(id: string): Promise<ScriptTree | undefined> {
    return withStorageErrors(async () => {
      if (!(await this.tablesArePresent())) return undefined;
      const { rows } = await this.select(id).execute(this.db);
      return rows[0] && toTree(rows[0]);
    });
  }

  version(id: string, sha256: string): Promise<SharedVersion> {
    return withStorageErrors(async () => {
      const latest = await this.latest(this.db, id);
      if (latest?.sha256 === sha256) return toVersion(latest);
      return this.db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(VERSION_LOCK)}, hashtext(${id}))`.execute(transaction);
        const before = await this.latest(transaction, id);
        if (before?.sha256 === sha256) return toVersion(before);
        const row = { script_id: id, version: (before?.version ?? 0) + 1, sha256 };
        const insert = transaction
          .insertInto('shared_versions')
          .values(row)
          .returning(['version', 'sha256', 'seen_at']);
        return toVersion(await insert.executeTakeFirstOrThrow());
      });
    });
  }

  private latest(db: Kysely<Tables>, id: string): Promise<Omit<VersionRow, 'script_id'> | undefined> {
    const query = db.selectFrom('shared_versions').select(['version', 'sha256', 'seen_at']).where('script_id', '=', id);
    return query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  }

  /** Once there, they stay: looking costs a statement. */
  private async tablesArePresent(): Promise<boolean> {
    if (this.present) return true;
    if (this.now() < this.absentUntil) return false;
    const names = ['peliculas', 'capas', 'minutos', 'beats'].map((table) => sql`to_regclass(${this.name(table)})`);
    const { rows } = await sql<{ present: boolean }>`
      select num_nulls(${sql.join(names)}) = 0 as present`.execute(this.db);
    this.present = rows[0]!.present;
    if (!this.present) this.absentUntil = this.now() + LOOK_AGAIN_MS;
    return this.present;
  }

  private name(table: string): string {
    return [this.schema, table].map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
  }

  private select(id: string) {
    const table = (name: string) => sql.table(`${this.schema}.${name}`);
    return sql<FilmRow & { readonly capas: readonly LayerRow[] | null }>`
      select p.id, p.titulo, p.subtitulo, p.genero, p.sinopsis, p.logline, p.duracion_minutos, p.owner_id,
        p.target_platform::text as target_platform, p.contexto_cultural::text as contexto_cultural,
        to_json(p.created_at)#>>'{}' as created_at, to_json(p.updated_at)#>>'{}' as updated_at,
        (select json_agg(c order by c.numero, c.id) from (
          select c.id, c.numero, c.titulo, c.tipo::text as tipo, c.blake_snyder_beat::text as blake_snyder_beat,
            c.pagina_inicio, c.pagina_fin, c.minuto_inicio, c.minuto_fin, c.updated_at,
            (select json_agg(m order by m.numero, m.id) from (
              select m.id, m.numero, m.titulo, m.duracion_segundos, m.tension_nivel, m.ritmo::text as ritmo,
                m.updated_at,
                (select json_agg(b order by b.numero, b.id) from (
                  select b.id, b.numero, b.titulo, b.contenido, b.tipo::text as tipo, b.personajes, b.emociones,
                    b.updated_at
                  from ${table('beats')} b where b.minuto_id = m.id) b) as beats
              from ${table('minutos')} m where m.capa_id = c.id) m) as minutos
          from ${table('capas')} c where c.pelicula_id = p.id) c) as capas
      from ${table('peliculas')} p where p.id = ${id}`;
  }
}

type VersionRow = { [Column in keyof SharedVersionRow]: Column extends 'seen_at' ? Date : SharedVersionRow[Column] };

function toVersion({ version, seen_at }: Omit<VersionRow, 'script_id'>): SharedVersion {
  return { version, seenAt: seen_at };
}

function toTree({ capas, ...film }: FilmRow & { readonly capas: readonly LayerRow[] | null }): ScriptTree {
  const layers = capas ?? [];
  const minutes = layers.flatMap(({ minutos }) => minutos ?? []);
  const beats = minutes.flatMap((minute) => minute.beats ?? []);
  const changes = [film, ...layers, ...minutes, ...beats].map(({ updated_at: at }) => toTime(at));
  return {
    id: film.id,
    ...present({ ownerId: film.owner_id }),
    film: {
      title: film.titulo ?? '',
      ...present({
        subtitle: film.subtitulo,
        genre: film.genero,
        logline: film.logline,
        synopsis: film.sinopsis,
        runtimeMinutes: film.duracion_minutos,
        platform: film.target_platform,
        culturalContext: film.contexto_cultural,
      }),
    },
    layers: layers.map(toLayer),
    createdAt: new Date(toTime(film.created_at)),
    updatedAt: new Date(changes.reduce((latest, at) => Math.max(latest, at))),
  };
}

function toLayer(row: LayerRow): TreeLayer {
  const beat = toBeatKind(row.tipo) ?? toBeatKind(row.blake_snyder_beat);
  return {
    number: row.numero ?? 0,
    ...present({
      title: row.titulo,
      beat,
      pages: toRange(row.pagina_inicio, row.pagina_fin),
      minutes: toRange(row.minuto_inicio, row.minuto_fin),
    }),
    parts: (row.minutos ?? []).map(toMinute),
  };
}

function toMinute(row: MinuteRow): TreeMinute {
  const level = row.tension_nivel;
  const tension = level !== null && Number.isInteger(level) && level >= 1 && level <= 10 ? level : undefined;
  return {
    number: row.numero ?? 0,
    ...present({ title: row.titulo, seconds: row.duracion_segundos, tension, rhythm: row.ritmo }),
    beats: (row.beats ?? []).map(toBeat),
  };
}

function toBeat(row: BeatRow): TreeBeat {
  return {
    number: row.numero ?? 0,
    ...present({ title: row.titulo, kind: KINDS.find((kind) => kind === row.tipo) }),
    content: row.contenido ?? '',
    characters: splitList(row.personajes),
    emotions: splitList(row.emociones),
  };
}

function toBeatKind(text: string | null): BeatKind | undefined {
  return BEATS.find((beat) => beat === text);
}

function toRange(first: number | null, last: number | null): TreeLayer['pages'] {
  return first === null || last === null ? undefined : { first, last };
}

/** Milliseconds since 1970; a time without a zone, as the dashboard's columns have, is in UTC. */
function toTime(text: string | null): number {
  if (text === null) return 0;
  return Date.parse(/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text}Z`);
}

const splitList = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The fields that have a value. */
function present<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>;
  };
}

/** The tables that the dashboard shares, created and filled as it would. */
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { EmbeddedEngine } from '../src/storage/embedded-engine.js';
import { EmbeddedSocket } from '../src/storage/embedded-socket.js';
import { FARO, type FilmLayer } from './shared-film.js';
import { quiet } from './storage-databases.js';

/** Id of the film in the tables: a cuid, as the dashboard makes them. */
export const FILM_ID = 'cmb7x2k4p0001faro8y3q9z1d';

/** Who wrote it. */
export const WRITER_ID = 'cmb7x2k4p0000autora5t6u7v8';

type Run = (statement: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

/** Runs statements as the dashboard, on a PostgreSQL database. */
export async function asDashboard(url: string, work: (run: Run) => Promise<void>): Promise<void> {
  await withClient(new Client({ connectionString: url }), work);
}

/** Runs statements as the dashboard in an embedded data directory that no engine has open. */
export async function asEmbeddedDashboard(dataDir: string, work: (run: Run) => Promise<void>): Promise<void> {
  const engine = new EmbeddedEngine(dataDir, quiet);
  const stream = () => new EmbeddedSocket(engine);
  try {
    await withClient(new Client({ stream, user: 'postgres', database: 'postgres', ssl: false }), work);
  } finally {
    await engine.close();
  }
}

async function withClient(client: Client, work: (run: Run) => Promise<void>): Promise<void> {
  await client.connect();
  try {
    await work((statement, values) => client.query(statement, values));
  } finally {
    await client.end();
  }
}

/** Creates the tables and the film. Rows go in from the last to the first: their order is in their numbers alone. */
export async function createSharedTables(run: Run, layers: readonly FilmLayer[] = FARO): Promise<void> {
  await run(readFileSync(new URL('./shared-tables.sql', import.meta.url), 'utf8'));
  await run('insert into users (id) values ($1)', [WRITER_ID]);
  await run(
    `insert into peliculas (id, titulo, subtitulo, genero, sinopsis, logline, duracion_minutos, target_platform,
       contexto_cultural, status, owner_id)
     values ($1, 'El faro de Punta Brava', null, 'Drama', 'Una farera desobedece la orden de apagar el faro.',
       'La noche en que apagan el faro, su hermano está en el mar.', 16, 'THEATRICAL', 'LATAM', 'EN_PROGRESO', $2)`,
    [FILM_ID, WRITER_ID],
  );
  for (const [i, layer] of [...layers.entries()].reverse()) await createLayer(run, layer, i + 1);
}

async function createLayer(run: Run, { tipo, titulo, minutos }: FilmLayer, numero: number): Promise<void> {
  const id = `capa-${numero}`;
  await run(
    `insert into capas (id, numero, titulo, tipo, pagina_inicio, pagina_fin, minuto_inicio, minuto_fin, pelicula_id)
     values ($1, $2, $3, $4, $2, $2, $5, $2, $6)`,
    [id, numero, titulo, tipo, numero - 1, FILM_ID],
  );
  for (const [i, minuto] of [...minutos.entries()].reverse()) {
    const minutoId = `${id}-minuto-${i + 1}`;
    await run(
      `insert into minutos (id, numero, titulo, duracion_segundos, tension_nivel, ritmo, capa_id)
       values ($1, $2, $3, 60, $4, $5, $6)`,
      [minutoId, i + 1, minuto.titulo, minuto.tension, minuto.ritmo, id],
    );
    for (const [j, [kind, contenido, personajes, emociones]] of [...minuto.beats.entries()].reverse()) {
      await run(
        `insert into beats (id, numero, titulo, contenido, tipo, personajes, emociones, minuto_id)
         values ($1, $2, null, $3, $4, $5, $6, $7)`,
        [`${minutoId}-beat-${j + 1}`, j + 1, contenido, kind, personajes ?? null, emociones ?? null, minutoId],
      );
    }
  }
}

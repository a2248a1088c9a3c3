-- The dashboard's tables as it creates them, with their enum types. The engine only reads them.
create type "PeliculaStatus" as enum ('BORRADOR', 'EN_PROGRESO', 'COMPLETADA');
create type "TargetPlatform" as enum ('THEATRICAL', 'DRAMABOX', 'REELSHORT', 'STREAMING', 'NETFLIX', 'AMAZON_PRIME');
create type "ContextoCultural" as enum ('MEXICO', 'LATAM', 'GLOBAL');
create type "BlakeSnyderBeat" as enum (
  'OPENING_IMAGE', 'THEME_STATED', 'SETUP', 'CATALYST', 'DEBATE', 'BREAK_INTO_TWO', 'B_STORY', 'FUN_AND_GAMES',
  'MIDPOINT', 'BAD_GUYS_CLOSE_IN', 'ALL_IS_LOST', 'DARK_NIGHT_SOUL', 'BREAK_INTO_THREE', 'FINALE', 'FINAL_IMAGE');
create type "TipoBeat" as enum ('ACCION', 'DIALOGO', 'DESCRIPCION', 'TRANSICION', 'MONTAJE');

create table users (
  id text primary key,
  locale text not null default 'es-MX',
  created_at timestamp(3) not null default current_timestamp,
  updated_at timestamp(3) not null default current_timestamp
);
create table peliculas (
  id text primary key,
  titulo text not null,
  subtitulo text,
  genero text,
  sinopsis text,
  logline text,
  duracion_minutos integer,
  target_platform "TargetPlatform",
  contexto_cultural "ContextoCultural",
  status "PeliculaStatus" not null default 'BORRADOR',
  owner_id text not null references users (id) on delete cascade,
  created_at timestamp(3) not null default current_timestamp,
  updated_at timestamp(3) not null default current_timestamp
);
create table capas (
  id text primary key,
  numero integer not null,
  titulo text not null,
  tipo "BlakeSnyderBeat" not null,
  blake_snyder_beat text,
  pagina_inicio integer,
  pagina_fin integer,
  minuto_inicio integer,
  minuto_fin integer,
  pelicula_id text not null references peliculas (id) on delete cascade,
  created_at timestamp(3) not null default current_timestamp,
  updated_at timestamp(3) not null default current_timestamp
);
create table minutos (
  id text primary key,
  numero integer not null,
  titulo text,
  duracion_segundos integer,
  tension_nivel integer,
  ritmo text,
  capa_id text not null references capas (id) on delete cascade,
  created_at timestamp(3) not null default current_timestamp,
  updated_at timestamp(3) not null default current_timestamp
);
create table beats (
  id text primary key,
  numero integer not null,
  titulo text,
  contenido text not null,
  tipo "TipoBeat" not null default 'ACCION',
  personajes text,
  emociones text,
  minuto_id text not null references minutos (id) on delete cascade,
  created_at timestamp(3) not null default current_timestamp,
  updated_at timestamp(3) not null default current_timestamp
);

/** Words of our own to fill scripts with: what is learnt from them is how lines talk and stand, not what about. */

/** Words of one language for places, people, actions and speech. */
export interface Phrases {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly places: readonly string[];
  readonly times: readonly string[];
  readonly settings: readonly string[];
  readonly transitions: readonly string[];
  readonly shots: readonly string[];
  readonly subjects: readonly string[];
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
  readonly tails: readonly string[];
  readonly said: readonly string[];
  readonly remarks: readonly string[];
  readonly extensions: readonly string[];
}

const list = (text: string): readonly string[] =>
  text
    .trim()
    .split('|')
    .map((item) => item.trim().replace(/\s+/g, ' '));

export const ENGLISH: Phrases = {
  names: list(`NICK|SARAH|TOM|MAGGIE|DR. REED|OFFICER DUNN|CLINT|DEXTER|CUTTER|ANNA|JO|MR. WIPE|FADEL|RAY|ELLEN|FRANK|
    MARIE-ANNE|KING JR.|AGENT 7|OLD MAN|WAITRESS|GUARD #2|MRS. PAGE|QUINT|LT. MOSS|THE BOY|VOICE|MAN IN BLACK|EXTON|
    INTI|PILOT|DETECTIVE BELL|GRANDMA|CAPTAIN O'HARA|BOB|LIZ|CARLA|MINT|BAXTER|D.J.|ESTELLA|A COP|YOUNG NICK`),
  roles: list('man|woman|guard|nurse|driver|kid|priest|crowd|soldier|stranger|bartender|girl|dog|twins|clerk'),
  places: list(`KITCHEN|POLICE STATION|HALLWAY|NICK'S APARTMENT|BEACH HOUSE|CAR (MOVING)|ROOF|HOSPITAL - ROOM 12|
    BANK/VAULT|DESERT ROAD|THE SHIP|SUBWAY|OFFICE|GARDEN - REAR|MOTEL|BAR|CHURCH|SARAH'S BEDROOM|TUNNEL|FIELD|HARBOR|
    COURTROOM|FRONT PORCH|ELEVATOR|FACTORY FLOOR|SCHOOL - CORRIDOR|MEN'S ROOM|PARKING LOT|LONDON STREET|BRIDGE`),
  times: list('DAY|NIGHT|MORNING|LATER|CONTINUOUS|DUSK|DAWN|EVENING|AFTERNOON|SAME|MOMENTS LATER|DAY 2|SUNSET'),
  settings: list('INT.|EXT.|INT.|EXT.|INT./EXT.|INT|EXT|I/E.|INTERIOR|EXTERIOR|INT:|EXT. -'),
  transitions: list(`CUT TO:|DISSOLVE TO:|FADE OUT.|FADE IN:|SMASH CUT TO:|CUT TO BLACK.|FADE TO BLACK|CUT TO:|
    MATCH CUT TO:|WIPE TO:|FADE OUT|BACK TO:|QUICK CUT TO:|CUT BACK TO:|SLOW DISSOLVE TO:|CUT TO|DISSOLVE|FADE IN|
    CUT TO: THE STREET|FADE TO:|INTERCUT WITH:|TRANSITION TO:|CUT TO BLACK|SHOCK CUT:|CROSS FADE TO:`),
  shots: list(`ANGLE ON THE DOOR|CLOSE ON THE KEYS|CLOSE UP - HIS HAND|POV - THE WINDOW|INSERT - THE LETTER|WIDE SHOT|
    NICK'S POV|SARAH'S P.O.V.|ANOTHER ANGLE|SERIES OF SHOTS|MONTAGE|BACK TO SCENE|REVERSE ANGLE|ON THE SCREEN:|
    AT THE BAR|THE STREET|TRACKING SHOT|CLOSER ON TOM|SUPERIMPOSE: "Two years later"|PULL BACK TO REVEAL:|BLACK|
    INSIDE THE CAR|THE PHONE|ANGLE ON:|FLASH CUTS|DOWN BELOW|A WIDER VIEW|FLASHBACK|ON NICK|TITLE: THREE WEEKS AGO`),
  subjects: list(`He|She|They|Nick|Sarah|The guard|A man|Tom and Maggie|Two kids|The door|NICK|A WOMAN in red|The car|
    Everyone|Frank|A shot|The phone|Someone|Ray|It|The old man|SARAH (30s, tired)|Her hand|Smoke|The crowd|One of them|
    Nobody|Anna's face|A single bulb|Behind him, Ellen|Across the street, a COP|Bob|The rain|Liz|Carla`),
  verbs: list(`walks to|looks at|opens|turns from|picks up|stares at|crosses|grabs|drops|hits|sits down by|runs toward|
    is standing by|leans on|pulls out|watches|enters through|stops at|slams|pushes past|steps over|moves toward|kisses|
    nods at|reaches for|is holding|puts down|smiles at|disappears behind|hangs over|falls on|follows|throws|drives past|
    sees|hears|finds|backs away from|glances at|ROARS past|climbs|has`),
  objects: list(`the door|the gun|the table|a small photograph|her|him|the wall|the window|the street below|a chair|
    the money|his coat|the others|the body|an old radio|the stairs|a glass of water|nothing|the wheel|the lights|
    the keys|a bag|the corner|the floor|them|a cigarette|the far side of the room|the crowd|the bed|THE BRIEFCASE`),
  tails: list(`.|.|.|, slowly.|, then stops.|. A beat.|, exhausted.|. Silence.|, smiling.|...|. He's gone.|--|
    , as the music STARTS.|, his eyes on the road.|. It doesn't move.|, and walks out.|, out of breath.|.|. Nothing.|
    , looking for something.|. BANG!|. We see why:|, barely able to stand.|. They don't notice.|:`),
  said: list(`I don't know what you mean.|You can't do that.|Where is she?|What do you want from me?|No.|Yeah, sure.|
    I told you to stay here!|Listen to me.|We have to go. Now.|It's not my fault.|Who are you?|Thanks.|Is that all?|
    Come on, we're late.|I never loved you.|He was here, I saw him.|She said she'd call.|That's the best I can do.|
    Oh God...|Get out of my house!|Why?|Maybe tomorrow.|You think I'm stupid?|Let me see that.|It was an accident.|
    There's a man outside.|The train leaves at nine.|Nobody's going to hurt you.|Okay. Okay.|Do you remember the lake?|
    My father built this place with his own hands and you want to sell it.|Don't move.|Tell them I'm sorry.|Hello?|
    We could wait, you know, until it stops.|Everything's fine.|I'm looking for a Mr. Bell.|What about the money?|
    The whole thing stinks.|They took it. All of it.|Sit down, please.|And then what?|He walks in here like he owns it.|
    Look at that.|Two coffees. Black.|Never heard of him.|But you said--|Good night, Frank.|I'd do it again.|Wait.`),
  remarks: list(`beat|quietly|to Nick|a beat|laughs|whispering|into phone|off his look|continuing|smiling|looks at her|
    in Spanish|then|re: the gun|under his breath, to himself|pause|angry|sotto|turning away|shrugs; sits|MORE`),
  extensions: list(
    "(V.O.)|(O.S.)|(CONT'D)|(contd)|(cont'd)|(O.C.)|(continuing)|(on phone)|(V.O.) (CONT'D)|V.O.|(singing)",
  ),
};

export const SPANISH: Phrases = {
  names: list(`INÉS|TOMÁS|ESTEBAN|LUCÍA|PADRE ANTONIO|LA ABUELA|NIÑO 1º|ESTELA|INTI|CORTÉS|EL CAMARERO|DON LUIS|
    COMISARIO|MARI CARMEN|RAÚL|JULIA|VOZ|POLICÍA 2|EXTRAÑO|SRA. PAZ|EL INGLÉS|CHUCHO|DOÑA ROSA|PEPE|HOMBRE DEL SACO|
    MUCHACHA|LOCUTOR|FUNDADORA|SANTIAGO|ELENA|MÉDICO|ANA MARÍA|VECINA 1|EL JEFE|ÁNGEL`),
  roles: list('hombre|mujer|guardia|enfermera|niño|cura|soldado|extraño|camarera|perro|vecinos|vieja'),
  places: list(`COCINA|COMISARÍA|PASILLO|PISO DE INÉS|CASA DE LA PLAYA|COCHE|AZOTEA|HOSPITAL - HABITACIÓN 12|BANCO|
    CARRETERA|BARCO|METRO|OFICINA|JARDÍN TRASERO|HOSTAL|BAR EL FARO|IGLESIA|DORMITORIO|TÚNEL|CAMPO|PUERTO|JUZGADO|
    PATIO|ASCENSOR|FÁBRICA|ESCUELA / AULA|BAÑO|CALLE|PUENTE|SALÓN DE ZUTANO|CANTINA|MERCADO|RANCHO`),
  times: list('DÍA|NOCHE|TARDE|DIA|AMANECER|ATARDECER|MADRUGADA|CONTINUO|MÁS TARDE|MAÑANA|MOMENTOS DESPUÉS|CONTINÚA'),
  settings: list('INT.|EXT.|INT.|EXT.|INT./EXT.|INTERIOR|EXTERIOR|INT|EXT|INTERIOR.|EXTERIOR.'),
  transitions: list(`CORTE A:|CORTA A:|FUNDIDO A NEGRO.|FUNDE A NEGRO|ENCADENADO A:|DISOLVENCIA A:|FUNDE A:|CUT TO:|
    FADE IN:|FADE OUT.|CORTE DIRECTO A:|ABRE DE NEGRO:|CIERRA A NEGRO.|FUNDIDO ENCADENADO|CORTE A NEGRO|DISUELVE A:`),
  shots: list(`PRIMER PLANO DE LA LLAVE|PLANO DETALLE - LA MANO|PUNTO DE VISTA DE INÉS|INSERTO: LA CARTA|PLANO GENERAL|
    MONTAJE|SERIE DE PLANOS|EN LA PANTALLA:|RÓTULO: Dos años después|OTRO ÁNGULO|FLASHBACK|EN LA CALLE|LA PUERTA|
    CÁMARA SUBJETIVA|CONTRAPLANO|VOLVEMOS A LA COCINA|EL TELÉFONO|SOBRE LA MESA|NEGRO|DENTRO DEL COCHE`),
  subjects: list(`Él|Ella|Inés|Tomás|El guardia|Un hombre|Lucía y Raúl|Dos niños|La puerta|INÉS|Una MUJER de rojo|
    El coche|Todos|Esteban|El teléfono|Alguien|El viejo|LUCÍA (30)|Su mano|El humo|La gente|Uno de ellos|Nadie|La lluvia|
    Detrás, Julia|Al fondo, un POLICÍA|Pepe|Elena|Don Luis|La abuela|Santiago`),
  verbs:
    list(`camina hacia|mira|abre|se aparta de|coge|observa|cruza|agarra|suelta|golpea|se sienta junto a|corre hacia|
    está de pie junto a|se apoya en|saca|entra por|se detiene ante|cierra|empuja|pasa por encima de|se acerca a|besa|
    asiente a|busca|sostiene|deja|sonríe a|desaparece tras|cae sobre|sigue a|lanza|ve|oye|encuentra|se aleja de|toma|
    sale por|señala|levanta|limpia|tiene|lleva|esconde`),
  objects:
    list(`la puerta|la pistola|la mesa|una foto pequeña|la pared|la ventana|la calle|una silla|el dinero|su abrigo|
    los otros|el cuerpo|una radio vieja|la escalera|un vaso de agua|nada|el volante|las luces|las llaves|una bolsa|
    el suelo|un cigarro|el fondo de la sala|la cama|EL MALETÍN|el mar|la carta|el espejo`),
  tails: list(`.|.|.|, despacio.|, y se para.|. Pausa.|, agotada.|. Silencio.|, sonriendo.|...|. Ya no está.|
    , mientras suena la música.|, con la vista en el suelo.|. No se mueve.|, y sale.|, sin aliento.|. Nada.|. ¡PUM!|
    . Vemos por qué:|, sin decir palabra.|. Nadie lo nota.|:`),
  said: list(`No sé de qué me hablas.|No puedes hacer eso.|¿Dónde está?|¿Qué quieres de mí?|No.|Sí, claro.|
    ¡Te dije que te quedaras aquí!|Escúchame.|Tenemos que irnos. Ya.|No es culpa mía.|¿Quién eres?|Gracias.|¿Eso es todo?|
    Vamos, que llegamos tarde.|Nunca te quise.|Estuvo aquí, yo lo vi.|Dijo que llamaría.|Es lo mejor que puedo hacer.|
    Ay, Dios mío...|¡Fuera de mi casa!|¿Por qué?|Quizá mañana.|¿Crees que soy tonta?|Déjame ver eso.|Fue un accidente.|
    Hay un hombre afuera.|El tren sale a las nueve.|Nadie te va a hacer daño.|Vale. Vale.|¿Te acuerdas del lago?|
    Mi padre levantó esta casa con sus manos y tú la quieres vender.|No te muevas.|Diles que lo siento.|¿Bueno?|
    Podríamos esperar, sabes, hasta que pare.|Todo está bien.|Busco al señor Paz.|¿Y el dinero?|Se lo llevaron. Todo.|
    Siéntese, por favor.|¿Y luego?|Mira eso.|Dos cafés.|Ni idea de quién es.|Pero dijiste...|Buenas noches, Luis.|
    Lo haría otra vez.|Espera.|Órale, güey.|Qué va, mujer.`),
  remarks: list(`pausa|bajo|a Inés|ríe|susurrando|al teléfono|mirándola|sigue|sonriendo|en inglés|después|llorando|
    para sí, sin mirarle|silencio|furiosa|se vuelve|se encoge de hombros; se sienta|MÁS`),
  extensions: list("(V.O.)|(EN OFF)|(OFF)|(F.C.)|(CONT.)|(CONTINÚA)|(CONT'D)|(al teléfono)|(cantando)|V.O."),
};

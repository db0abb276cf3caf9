/**
 * Answers written for this project, by language. They answer questions of their own, so as the answer of an English example each
 * is off the subject as well as in another language: that is what the corruption test measures with them.
 */
export const foreignAnswers = {
    German: [
        "Der Zug fährt um halb neun.",
        "Nimm lieber den blauen Mantel, es regnet.",
        "Ja, denn die Brücke wird erst im nächsten Frühjahr wieder geöffnet.",
        "1. Wasser kochen\n2. Tee hineingeben\n3. Vier Minuten ziehen lassen",
        "Ein Igel frisst vor allem Käfer, Würmer und Schnecken. Im Winter schläft er unter Laub und Reisig.",
        "Die Rechnung geht so: Drei Kisten mit je zwölf Flaschen sind sechsunddreißig Flaschen. Davon sind fünf zerbrochen, also bleiben einunddreißig übrig.",
        "Sehr geehrte Frau Keller,\nleider muss ich unseren Termin am Donnerstag absagen, weil mein Sohn krank ist. Hätten Sie in der kommenden Woche Zeit? Mir würde jeder Nachmittag passen.\nMit freundlichen Grüßen\nJonas Brandt",
        "Früher mahlte man das Korn in Wassermühlen. Das Rad drehte eine Welle, die Welle trieb über hölzerne Zahnräder den Mühlstein an. War der Bach zugefroren, stand alles still. Deshalb legten viele Müller einen Teich an, aus dem sie in trockenen Wochen Wasser ablassen konnten. Manche dieser Teiche gibt es noch heute, auch wenn die Mühlen längst verschwunden sind."
    ],
    French: [
        "Non, pas avant midi.",
        "La capitale se trouve au bord du fleuve.",
        "Il faut deux œufs, un peu de farine et une pincée de sel.",
        "- ranger la cuisine\n- arroser les plantes\n- appeler le plombier\n- acheter du pain",
        "Le vent vient de l'ouest et apporte la pluie. Demain matin, le ciel sera plus clair, surtout sur la côte.",
        "On reconnaît le hêtre à son écorce lisse et grise. Ses feuilles sont ovales, et leurs bords portent de petits poils au printemps. Les fruits tombent en octobre.",
        "Chère Lucie,\nmerci pour ton invitation. Je viendrai samedi vers dix-huit heures et j'apporterai une tarte aux pommes. Dis-moi s'il manque autre chose, par exemple des chaises ou des verres.\nJe t'embrasse,\nMarc",
        "La lampe à huile éclairait mal, et l'on se couchait tôt. Quand le gaz est arrivé dans les villes, les soirées se sont allongées : les boutiques fermaient plus tard, les théâtres jouaient en hiver, et l'on pouvait lire sans se fatiguer les yeux. À la campagne, en revanche, rien n'a changé pendant encore cinquante ans. Les vieux racontaient volontiers ces veillées autour d'une seule flamme."
    ],
    Spanish: [
        "Sí, mañana por la tarde.",
        "El gato duerme encima de la mesa de la cocina.",
        "Para llegar a la playa, sigue el camino de tierra y gira a la izquierda.",
        "Primero se lavan los tomates. Después se cortan en trozos y se mezclan con aceite, sal y ajo.",
        "La abeja visita cientos de flores al día. El polen se pega a sus patas y así pasa de una planta a otra, sin que ella lo sepa.",
        "Tenemos veinte sillas y vienen veintisiete personas, así que faltan siete. El vecino puede prestarnos cuatro, y las otras tres las traerá mi hermana en el coche.",
        "Estimado señor Ruiz:\nle escribo porque la calefacción del segundo piso no funciona desde el lunes. Ya hemos avisado al portero, pero nadie ha venido. ¿Podría enviar a un técnico esta semana?\nAtentamente,\nElena Soto",
        "Antes de que hubiera mapas exactos, los marineros navegaban cerca de la costa y guardaban en la memoria cada cabo y cada torre. Los más viejos enseñaban a los jóvenes con canciones, en las que cada verso nombraba un lugar. Si la niebla cubría la tierra, echaban el ancla y esperaban. Perder un día era mejor que perder el barco, y nadie se reía de quien tenía prudencia."
    ]
} as const satisfies Record<string, readonly string[]>;

/** Boilerplate refusals, written for this project. */
export const refusals: readonly string[] = [
    "I'm sorry, but I can't help with that.",
    "As an AI language model, I am not able to answer this question.",
    "I apologize, but I cannot fulfil this request. Please ask me something else.",
    "Unfortunately, I do not have access to that information. I recommend that you consult a qualified professional.",
    "I'm sorry, but as a language model I do not have personal opinions or experiences, so I cannot respond to this. Is there anything else that I can help you with today?",
    "I am unable to assist with this request, as it goes beyond what I have been designed to do. My purpose is to provide helpful and harmless information. If you have another question, please feel free to ask it, and I will do my best to support you."
];

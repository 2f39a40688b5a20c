export const italian = `
neg: non senza no
nor: mai nessun nessuna
of: troppo molto il lo la i gli le un una di del della dei da dal dalla in nel per con e o gia e_stato stato
of: stata ordine ordini cliente clienti lead suo sua operatore sistema ancora ha utente
modal: sara puo vuole possibile possibilmente quasi parziale parzialmente deve bisogno richiede se quando
modal: richiesta tentativo
time: domani oggi giorno giorni ora ore settimana
later: dopo piu_tardi rimandato posticipat:o
new: nuov:o
registered: registrat:o
process: lavorazione in_lavorazione in_elaborazione elaborazione in_corso corso in_gestione gestione in_verifica
process: verifica processo processando revisione in_revisione trattamento assegnat:o in_valutazione
wait: attesa in_attesa attendere in_sospeso sospeso pendente aspettando
hold: congelat:o trattenut:o
callback: richiamo richiamare richiama da_richiamare ricontattare richiamata chiamare_dopo richiamare_piu_tardi
callback: da_ricontattare
call: chiamata
busy: occupat:o linea_occupata
voicemail: segreteria segreteria_telefonica casella_vocale
noanswer: mancata_risposta riattacca riaggancia irraggiungibile irreperibile non_raggiungibile non_reperibile
answer: risponde risposta risposto rispondono rispondere
contact: contattat:o
cancel: annullat:o annullamento cancellat:o rifiutat:o rifiuto rifiuta respint:o disdetto disdetta annulla
cancel: annullare rigettat:o declinat:o cancellazione
invalid: invalid:o errat:o non_valido non_valida scorrett:o
trash: spazzatura
fake: fals:o scherzo finto
test: prova
duplicate: duplicat:o doppio doppione doppi ripetut:o
wrong: sbagliat:o inesistente
number: numero numeri telefono cellulare
exist: esiste
inactive: spento disattivat:o inattiv:o
geo: paese nazione regione
language: lingua italiano
speak: parla capisce
data: dati informazioni
elsewhere: altrove da_un_altra_parte altra_azienda in_altro_negozio da_altri altro_negozio concorrenza
ordered: ordinato comprato acquistato
expensive: caro cara costoso prezzo_alto troppo_caro
money: soldi denaro fondi
lacking: insufficienti insufficiente
mind: cambiato_idea ci_ha_ripensato ripensamento ha_cambiato_idea ripensato
interest: interessat:o interesse interessa
notinterested: non_vuole disinteressat:o non_lo_vuole
fraud: frode truffa fraudolent:o sospetta_frode
blacklist: lista_nera
consult: consulenza
timer: scadut:o tempo_scaduto
goods: prodotto prodotti pacco merce
suit: piace piaciuto
confirm: confermat:o
confirming: confermare conferma confermando da_confermare confermo
approve: approvat:o
approving: approvare approvazione approvando approva
accept: accettat:o
accepting: accettare accettazione accettando accetta
success: vendut:o venduto
pack: imballat:o imballaggio preparazione in_preparazione preparazione_in_corso confezionat:o preparat:o
pack: preparazione_dell_ordine
ready: pronto pronta
shipping: spedizione spedire
sent: spedit:o inviat:o consegnato_al_corriere affidato_al_corriere
transit: in_transito transito in_consegna consegna_in_corso in_viaggio in_spedizione spedizione_in_corso
delivered: consegnat:o
receive: ricezione
received: ricevut:o
paid: pagat:o saldat:o incassat:o pagamento_accettato pagamento_ricevuto pagamento_confermato
paid: pagamento_effettuato pagamento_completato
payment: pagamento pagamenti bonifico assegno bancario contrassegno
complete: completat:o conclus:o
return: reso resi restituit:o ritornat:o rientrat:o mittente_ritorno rientro tornato_al_mittente
refund: rimborsat:o rimborso
undelivered: mancata_consegna consegna_fallita non_ritirato mancato_ritiro
sender: mittente
deleted: eliminat:o rimoss:o
delivery: consegna ritiro
recipient: destinatario
other: altro altra
`;

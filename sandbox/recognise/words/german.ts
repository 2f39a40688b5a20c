export const german = `
neg: nicht kein keine keinen keiner nie niemals ohne nein
of: zu sehr der die das den dem des ein eine einen im in am an auf von vom zum zur mit und oder bereits schon
of: ist war wurde worden hat sein bestellung auftrag kunde kunden lead status noch durch den_kunden system agent
of: mitarbeiter erfolgreich per es er sie bestellung_wurde
modal: wird kann will moglich moglicherweise fast teilweise teil muss soll wenn falls anfrage versuch vielleicht
modal: potenziell
time: morgen heute tag tage stunde stunden woche
later: spater verschoben terminiert
again: erneut nochmal wieder nochmals
new: neu:d
registered: registriert:d
process: bearbeitung in_bearbeitung arbeit in_arbeit prufung in_prufung wird_bearbeitet wird_gepruft bearbeitet
process: verarbeitung in_verarbeitung uberlegt zugewiesen klarung in_klarung
wait: wartend warten wartet ausstehend:d offen offene ausstehende warteschlange in_erwartung
hold: zuruckgehalten angehalten eingefroren
callback: ruckruf ruckrufe zuruckrufen wiedervorlage spater_anrufen erneut_anrufen wieder_anrufen
callback: ruckruf_vereinbart nochmal_anrufen ruckruftermin anrufen
call: anruf
busy: besetzt
voicemail: mailbox anrufbeantworter voicemail ab
noanswer: aufgelegt legt_auf geht_nicht_ran nimmt_nicht_ab keine_antwort unerreichbar
answer: antwort antwortet geantwortet abgenommen antworten
contact: erreicht erreichbar kontakt kontaktiert
cancel: storniert:d stornierung storno abgelehnt:d abgebrochen:d abbruch abgesagt absage ablehnung verweigert:d
cancel: zuruckgewiesen annulliert abgewiesen stornieren
invalid: ungultig:d fehlerhaft:d inkorrekt
trash: mull schrott
fake: gefalscht falsche_daten fakes scherz scherzanruf
test: testbestellung testlead
duplicate: duplikat duplikate dublette dubletten doppelt:d dopplung
wrong: falsch:d
number: nummer telefonnummer rufnummer telefon handynummer
exist: existiert vergeben
inactive: abgeschaltet ausgeschaltet
geo: land region
language: sprache deutsch
languagebarrier: sprachbarriere
speak: spricht versteht
data: daten angaben
elsewhere: woanders anderswo andere_firma anderer_anbieter bei_anderem_anbieter andernorts bei_der_konkurrenz
ordered: bestellt gekauft
expensive: teuer zu_teuer preis_zu_hoch
money: geld mittel guthaben
mind: meinung_geandert umentschieden hat_es_sich_anders_uberlegt anders_uberlegt
interest: interesse interessiert
need: bedarf
notinterested: desinteresse uninteressiert will_nicht mochte_nicht kein_interesse
fraud: betrug betrugsverdacht betruger
suspicion: verdacht
blacklist: schwarze_liste sperrliste
consult: beratung
timer: abgelaufen zeituberschreitung frist_abgelaufen
goods: produkt produkte paket ware sendung
confirm: bestatigt:d
confirming: bestatigung bestatigen
approve: genehmigt:d freigegeben bewilligt:d
approving: genehmigung freigabe genehmigen
accept: angenommen akzeptiert:d
accepting: annahme
success: verkauft:d abgeschlossen_verkauf
pack: verpackt:d verpackung vorbereitung in_vorbereitung wird_vorbereitet verpacken bestellung_in_vorbereitung
pack: vorbereitet kommissionierung wird_verpackt
ready: bereit fertig
shipping: versand lieferung
send: versandfertig versandbereit
sent: versandt:d verschickt:d versendet:d abgeschickt gesendet an_versand_ubergeben
transit: unterwegs in_zustellung in_lieferung auf_dem_weg wird_zugestellt wird_geliefert zustellung in_transit
delivered: geliefert:d zugestellt:d ausgeliefert:d angekommen abholbereit
received: erhalten eingegangen empfangen
paid: bezahlt:d gezahlt zahlung_eingegangen zahlung_erhalten beglichen unbezahlt:d! zahlung_bestatigt
paid: zahlung_akzeptiert geldeingang zahlungseingang_bestatigt
payment: zahlung bezahlung zahlungen uberweisung bankuberweisung zahlungseingang scheck vorkasse bank
complete: abgeschlossen vollstandig
return: retoure retour retourniert:d zuruckgesendet zuruckgeschickt rucksendung zuruck zuruckgegeben ruckgabe
return: retouren
refund: erstattet erstattung ruckerstattung zuruckerstattet ruckerstattet ruckbuchung
undelivered: unzustellbar:d nicht_abgeholt zustellung_fehlgeschlagen nicht_zugestellt annahme_verweigert
undelivered: annahmeverweigerung annahme_verweigerung
sender: absender
deleted: geloscht entfernt
recipient: empfanger
other: andere anderes anderer andern
`;

export const romanian = `
neg: nu fara
nor: niciodata nici nicio
of: prea foarte mai un o al ale a ai de la pe in cu din prin pentru si sau deja a_fost fost este sa se comanda
of: comenzi comenzii client clientul clientului clienti lead starea status operator sistem inca are de_catre
of: catre utilizator
modal: va poate vrea posibil aproape partial partiala trebuie necesita daca cand cerere incercare doreste
time: maine azi zi zile ora ore saptamana seara dimineata
later: mai_tarziu tarziu amanat:t reprogramat:t
new: nou noua noi comanda_noua
registered: inregistrat:t
process: procesare in_procesare in_curs curs in_lucru lucru prelucrare in_prelucrare verificare in_verificare
process: in_curs_de_procesare in_desfasurare gandeste se_gandeste alocat:t procesata procesat:t
wait: asteptare asteptarea in_asteptare in_asteptarea asteapta astept in_curs_de_asteptare
hold: blocat_temporar suspendat:t
callback: revenire revin de_revenit suna_mai_tarziu sunati_mai_tarziu reapelare reapel de_sunat de_reapelat
callback: apel_ulterior sa_revin sa_sunam revenim resunat resuna sunat_mai_tarziu reapelati apelare_ulterioara
callback: suna_inapoi de_apelat
call: apel apelat suna sunat
busy: ocupat:t linie_ocupata
voicemail: mesagerie casuta_vocala mesagerie_vocala robot
noanswer: inchide_telefonul respinge_apelul nuraspunde indisponibil:t inaccesibil:t de_negasit
answer: raspunde raspuns raspund raspuns_la_telefon
contact: contactat:t contact
cancel: anulat:t anulare anuleaza respins:t respinsa refuzat:t refuz refuza rejectat:t renuntat renunta
cancel: a_renuntat revocat:t
invalid: invalid:t incorect:t
trash: gunoi
fake: fals:t gluma
test: testare
duplicate: duplicat:t dublura dublat:t dubla dublu repetat:t
wrong: gresit:t eronat:t inexistent:t
number: numar numarul telefon telefonul nr numere
exist: exista
inactive: inchis dezactivat:t scos_din_functiune
geo: tara regiune
language: limba romana
speak: vorbeste intelege
data: date datele
elsewhere: in_alta_parte alta_firma alt_magazin din_alta_parte la_altii alta_companie
ordered: comandat a_comandat cumparat a_cumparat
expensive: scump scumpa pret_mare prea_scump prea_scumpa
money: bani fonduri
lacking: insuficiente insuficienti insuficient
mind: s_a_razgandit razgandit:t a_schimbat_parerea
interest: interesat:t interes intereseaza
notinterested: neinteresat:t nu_vrea nu_doreste nu_mai_vrea nu_mai_doreste nu_il_intereseaza
need: nevoie
fraud: frauda fraudulos suspiciune_de_frauda escroc teapa
blacklist: lista_neagra
consult: consultatie informatii
timer: expirat:t
goods: produs produsul produse colet coletul marfa
suit: place potriveste
confirm: confirmat:t
confirming: confirmare confirma confirmarea confirmarii de_confirmat
approve: aprobat:t
approving: aprobare aproba aprobarea de_aprobat
accept: acceptat:t
accepting: acceptare accepta
success: vandut:t finalizat_cu_succes
pack: ambalat:t ambalare impachetat:t impachetare pregatire in_pregatire pregatit:t in_curs_de_pregatire
pack: pregatire_in_curs preparare in_preparare preparare_in_curs
ready: gata
shipping: expediere expedierii
sent: expediat:t trimis:t predat_curierului trimisa predat_la_curier
transit: in_livrare in_tranzit tranzit pe_drum in_curs_de_livrare la_curier livrare_in_curs in_drum
delivered: livrat:t ajuns
receive: primire receptie ridicare
received: primit:t receptionat:t
paid: platit:t incasat:t achitat:t plata_acceptata plata_confirmata plata_primita plata_efectuata
payment: platii plata plati transfer_bancar cec bancar ramburs
complete: finalizat:t completat:t
return: returnat:t retur retururi returnare intors:t intoarsa retururile
refund: rambursat:t rambursare rambursata
undelivered: neridicat:t nelivrat:t nu_a_ridicat refuzat_la_livrare
sender: expeditor expeditorului
deleted: sters:t stearsa eliminat:t
delivery: livrare
recipient: destinatar destinatarul
other: alt alta
`;

export const portuguese = `
neg: nao sem
nor: nunca nem nenhum nenhuma
of: muito o a os as um uma do da dos das de em pelo pela por para com e ou ja foi sido esta ser que pedido
of: encomenda cliente clientes lead seu sua estado operador sistema ainda tem comprador
modal: sera pode quer possivel possivelmente quase parcial parcialmente deve precisa requer se quando solicita
modal: solicitacao tentativa_de
time: amanha hoje dia dias hora horas semana tarde
later: depois mais_tarde adiado reagendado
new: nov:o
registered: registrad:o cadastrad:o
process: andamento em_andamento processamento em_processamento processando em_analise analise em_tratamento
process: tratamento em_atendimento atendimento em_curso verificando revisao em_processo processo pensando
process: atribuid:o
wait: aguardando espera em_espera pendente pendentes aguarda a_espera
hold: retid:o congelad:o
callback: retornar_ligacao ligar_depois ligar_mais_tarde ligar_novamente religar rechamar retornar
callback: retornar_chamada chamar_novamente retorno_de_ligacao agendado ligar agendar_ligacao retornar_contato
callback: chamar_mais_tarde chamar_depois ligar_de_volta
call: ligacao chamada
busy: ocupad:o linha_ocupada
voicemail: caixa_postal correio_de_voz caixa_de_mensagem secretaria_eletronica
noanswer: desligou desliga nao_contatado inacessivel incontactavel indisponivel
answer: atende atendeu atendem responde respondeu resposta atender
contact: contatad:o contato contactad:o contacto contatar
cancel: cancelad:o cancelou cancelamento cancelar rejeitad:o recusad:o recusa recusou rejeicao rejeitou negad:o
cancel: anulad:o reprovad:o desistiu desistencia indeferid:o
invalid: invalid:o incorret:o incorrect:o
trash: lixo
fake: fals:o trote
test: teste testes
duplicate: duplicad:o repetid:o duplicidade duplicata dobrado
wrong: errad:o equivocad:o engano inexistente
number: numero numeros telefone telefones celular telemovel
exist: existe
inactive: desligad:o fora_de_servico desativad:o
geo: pais regiao
language: idioma lingua portugues
speak: fala entende
data: dados informacoes
elsewhere: em_outro_lugar outra_empresa em_outra_loja outra_loja com_outra_empresa em_outra_empresa concorrente
elsewhere: outro_lugar
ordered: comprou pediu encomendou solicitou fez_o_pedido fez_pedido realizou_o_pedido
expensive: caro cara preco_alto muito_caro
money: dinheiro fundos saldo
lacking: insuficiente insuficientes
mind: mudou_de_ideia mudou_de_opiniao arrependid:o arrependeu_se se_arrependeu
interest: interesse interessad:o interessa
notinterested: nao_quer nao_quis desinteressad:o nao_deseja sem_interesse
fraud: fraude fraudulent:o golpe suspeita_de_fraude
suspicion: suspeita suspeito
blacklist: lista_negra
consult: consulta duvida duvidas
timer: expirad:o vencid:o tempo_esgotado
goods: produto produtos pacote mercadoria
suit: gostou gosta
confirm: confirmad:o
confirming: confirmar confirmacao confirmando confirma confirmou
approve: aprovad:o
approving: aprovar aprovacao aprovando aprova
accept: aceit:o aceitad:o
accepting: aceitar aceitacao aceitando
success: vendid:o venda_fechada
pack: embalad:o embalagem empacotad:o preparacao em_preparacao preparando preparad:o preparacao_em_andamento
pack: em_separacao separacao preparacao_em_curso separado preparacao_do_pedido em_preparo
ready: pronto pronta
shipping: envio enviar postagem
sent: enviad:o despachad:o postad:o expedid:o remetid:o
transit: em_transito transito a_caminho em_rota saiu_para_entrega em_entrega em_rota_de_entrega
delivered: entregue entregues entregad:o
receive: recebimento recepcao
received: recebid:o
paid: pago pagos paga pagas quitad:o pagamento_aceito pagamento_recebido pagamento_confirmado pagamento_aprovado
paid: pagamento_aceite pagamento_efetuado
payment: pagamento pagamentos boleto transferencia cheque bancaria bancario banco
complete: concluid:o finalizad:o completad:o
return: devolvid:o devolucao retornad:o retorno
refund: reembolsad:o reembolso estornad:o estorno
undelivered: entrega_frustrada frustrad:o entrega_falhou nao_retirado
sender: remetente
deleted: excluid:o apagad:o eliminad:o removid:o
delivery: entrega
recipient: destinatario
other: outro outra
`;

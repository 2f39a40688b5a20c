export const spanish = `
neg: no sin
nor: nunca ni ningun ninguna
of: muy demasiado el la los las un una de del en por para con al le se lo y o ya fue ha sido esta estan ser que
of: pedido:o orden cliente clientes lead su estado operador sistema todavia aun tiene correctamente exito por_el
of: mas comprador usuario
modal: sera puede quiere posible posiblemente casi parcial parcialmente debe necesita requiere si cuando
modal: solicita solicitud intento_de falta
time: manana hoy dia dias hora horas semana tarde
later: despues luego mas_tarde aplazado pospuesto reprogramado:o
new: nuev:o
registered: registrad:o
process: sin_gestion proceso en_proceso procesando tramite en_tramite gestion en_gestion en_curso trabajando
process: revision en_revision verificando procesamiento tratamiento pensando_lo lo_esta_pensando asignad:o
process: validando evaluacion procesad:o
wait: espera en_espera esperando pendiente pendientes a_la_espera
hold: retenid:o congelad:o en_retencion
callback: rellamar rellamada volver_a_llamar llamar_despues llamar_mas_tarde llamar_luego seguimiento
callback: devolver_llamada llamar_de_nuevo devolver_la_llamada llamame_mas_tarde volver_llamar reagendar
callback: agendado agendar llamar llamada_programada
call: llamada llama
busy: ocupad:o linea_ocupada comunicando
voicemail: buzon buzon_de_voz contestador mensaje_de_voz buzon_voz
noanswer: nocontesta cuelga colgo cuelgan no_coge no_contacto inalcanzable ilocalizable
answer: contesta contestan contesto responde respondio responden respuesta atiende atendio contestar
contact: contactado:o contactar localizado:o contactad:o localizad:o
cancel: cancelad:o cancelo cancela cancelacion cancelar anulad:o anulacion rechazad:o rechazo rechaza rechazar
cancel: denegad:o desestimad:o declinad:o negad:o
invalid: invalid:o incorrect:o erroneo erronea erroneos
trash: basura
fake: fals:o broma falsificad:o
test: prueba pruebas
duplicate: duplicad:o repetid:o doble duplicacion
wrong: equivocad:o errad:o mal mala inexistente
number: numero numeros telefono telefonos celular movil
exist: existe existente
inactive: apagad:o fuera_de_servicio desactivad:o
geo: pais region zona ubicacion
language: idioma lengua espanol
speak: habla entiende
data: datos informacion
elsewhere: en_otro_lugar en_otro_sitio en_otra_parte otra_empresa en_otra_tienda otro_sitio otro_proveedor
elsewhere: otra_compania en_otra_empresa
ordered: compro pidio solicito hizo_el_pedido hizo_pedido realizo_pedido realizo_el_pedido pedido_hecho
expensive: car:o cara demasiado_caro precio_alto muy_costoso costoso
money: dinero fondos
lacking: insuficientes insuficiente
mind: cambio_de_opinion cambio_de_idea cambio_opinion arrepentid:o se_arrepintio
interest: interesa interes interesad:o
notinterested: no_quiere no_lo_quiere desinteresad:o no_lo_necesita no_desea
fraud: fraude fraudulent:o estafa sospecha_de_fraude
blacklist: lista_negra
consult: consulta informacion_solamente solo_informacion solo_consulta
timer: expirad:o caducad:o vencid:o tiempo_agotado tiempo_de_espera_agotado
goods: producto productos paquete articulo
suit: gusta gusto conviene
confirm: confirmad:o
confirming: confirmar confirmacion confirmando confirma confirmo
approve: aprobad:o
approving: aprobar aprobacion aprobando aprueba
accept: aceptad:o
accepting: aceptar aceptacion aceptando acepta acepto
success: vendid:o venta venta_cerrada
deposit: deposito_realizado
pack: empaquetad:o embalad:o embalaje empaquetando preparacion preparad:o preparando en_preparacion
pack: preparacion_en_curso preparacion_en_proceso preparacion_del_pedido empacad:o
send: por_enviar
ready: listo lista preparado_para
shipping: envio enviar despacho
sent: enviad:o despachad:o expedid:o remitid:o
transit: en_camino transito en_transito en_reparto en_ruta reparto en_distribucion en_entrega
delivered: entregad:o
receive: recepcion
paid: pagad:o abonad:o pago_aceptado pago_recibido cobrad:o pago_realizado pago_completado pago_confirmado
paid: impagad:o! impago!
payment: pago pagos transferencia transferencia_bancaria cheque bancaria bancario
complete: completad:o finalizad:o
received: recibid:o
return: devuelt:o devolucion devoluciones retornad:o
refund: reembolsad:o reembolso
undelivered: entrega_fallida no_retirado
sender: remitente
deleted: eliminad:o borrad:o
delivery: entrega
recipient: destinatario
other: otro otra
`;

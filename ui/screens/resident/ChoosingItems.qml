import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Column {
        id: list
        anchors.fill: parent
        spacing: Theme.mm(3.2)

        Repeater {
            model: page.view.items
            delegate: TickLine {
                required property var modelData
                objectName: modelData.name
                key: modelData.argument
                text: modelData.label
                detail: modelData.detail
                grave: modelData.grave
                shown: page.view.shown
                hidden: page.view.hidden
                width: list.width
                height: Math.min(Theme.mm(28),
                    (list.height - (page.view.items.length - 1) * list.spacing) / page.view.items.length)
            }
        }
    }
}

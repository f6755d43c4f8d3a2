import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.certificate

    Row {
        id: row
        anchors.fill: parent
        spacing: Theme.mm(6)

        Repeater {
            model: page.view.extents
            delegate: ChoiceCard {
                required property var modelData
                objectName: modelData.name
                press: "extent"
                argument: modelData.argument
                text: modelData.label
                detail: modelData.detail
                picture: modelData.picture
                width: (row.width - Theme.mm(12)) / 3
                height: row.height
            }
        }
    }
}

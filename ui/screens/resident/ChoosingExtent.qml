import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view
    readonly property bool priced: view.extents.some(extent => extent.fee !== "")

    title: view.title
    lead: view.certificate

    Row {
        id: row
        readonly property int count: page.view.extents.length
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
                fee: modelData.fee
                textHeight: page.priced ? 62 : 44
                picture: modelData.picture
                width: Math.min(Theme.mm(140), (row.width - (row.count - 1) * row.spacing) / row.count)
                height: row.height
            }
        }
    }
}
